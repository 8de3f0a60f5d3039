package io.claviger.command;

import java.io.IOException;

/** A file that a command cannot use; the message names it and says why. */
final class UnusableInputException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableInputException(String file, Exception cause) {
        super(file + ": " + reason(cause), cause);
    }

    UnusableInputException(String file, String reason) {
        super(file + ": " + reason);
    }

    /** The text of an input or output failure is only the file's name again; its class says more. */
    private static String reason(Exception cause) {
        return cause instanceof IOException
                ? "cannot be read (" + cause.getClass().getSimpleName() + ")"
                : String.valueOf(cause.getMessage());
    }
}
