package fijibridge

import groovy.transform.CompileStatic

/** A command of the menu: whatever ends it early is told in one sentence. */
@CompileStatic
abstract class Command implements Runnable {
    private final String title

    Command(String title) {
        this.title = title
    }

    protected abstract void execute()

    @Override
    void run() {
        // Where ImageJ itself stops a macro, batch mode has ended before the failure is told.
        boolean silent = Messages.silent
        try {
            execute()
        } catch (Cancelled ignored) {
            Messages.cancelled(title)
        } catch (Failure failure) {
            Messages.fail(title, failure.message, silent)
        }
    }
}
