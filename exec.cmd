@rem npm scripts begin with "exec": a POSIX shell then gives way to Node, so that signals from npm reach it.
@rem The shell of Windows has no such word and finds it here.
@%*
