"""Errors that a reader of the command line should understand without a traceback."""


class ProjectError(Exception):
    """Something the user gave or changed is wrong; the message says what, where and what is allowed."""


class DataError(ProjectError):
    """A data file breaks its schema or a fact of its subject."""


class ParameterError(ProjectError):
    """A chapter was asked for something that it cannot show."""


class ChapterError(ProjectError):
    """A chapter failed while it ran."""


class BookError(ProjectError):
    """The pages could not be assembled or rendered."""
