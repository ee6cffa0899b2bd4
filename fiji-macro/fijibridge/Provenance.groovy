package fijibridge

import groovy.transform.CompileStatic

/** How a result was made, as lines for its Info. */
@CompileStatic
class Provenance {
    private final ProtoMessage done, made
    private final RestoreOptions options

    Provenance(ProtoMessage done, RestoreOptions options) {
        this.done = done
        this.options = options
        made = done.message(3)
    }

    List<String> getWarnings() { done.texts(4) }

    String getSeconds() { String.format(Locale.ROOT, '%.1f', done.decimal(6)) }

    String info() {
        StringBuilder info = new StringBuilder()
        line(info, 'model', made.text(1) + ' ' + made.text(2))
        line(info, 'model SHA-256', made.text(3))
        line(info, 'parameters', made.decimals(4).collect { String name, Double value -> name + '=' + value }.join(', '))
        line(info, 'device', (made.message(5).text(1) + ' ' + made.message(5).text(2)).trim())
        line(info, 'server', options.server + ', version ' + made.text(6))
        line(info, 'clamped share', done.decimal(5) > 0 ? String.valueOf(done.decimal(5)) : '')
        for (String warning : warnings) line(info, 'warning', warning)
        line(info, 'macro', options.macroLine())
        info.toString()
    }

    private static void line(StringBuilder info, String key, String value) {
        if (value) info.append('FijiBridge ').append(key).append(': ').append(value).append('\n')
    }
}
