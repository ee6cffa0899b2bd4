package fijibridge

import groovy.transform.CompileStatic

/** The compiled classes of this folder: kept for the session, and compiled anew when a file changes. */
@CompileStatic
class Scripts {
    final File home
    private final long stamp

    Scripts(File home) {
        this.home = home
        stamp = stampOf(home)
    }

    boolean changed() {
        stamp != stampOf(home)
    }

    /** Runs the command that a class of this folder stands for. */
    void run(String name) {
        ((Runnable) getClass().classLoader.loadClass('fijibridge.' + name).newInstance()).run()
    }

    private static long stampOf(File home) {
        long sum = 0
        for (File file : new File(home, 'fijibridge').listFiles()) sum = 31 * sum + file.lastModified() + file.length() + file.name.hashCode()
        sum
    }
}
