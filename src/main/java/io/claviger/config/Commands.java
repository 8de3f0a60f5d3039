package io.claviger.config;

import io.claviger.command.AuditVerifyCommand;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** The commands of the program, which run without the service. */
final class Commands {
    /** One command: arguments after its name, 0 for success. */
    interface Command {
        int run(String[] arguments, PrintStream out, PrintStream err);
    }

    private static final Map<String, Map<String, Command>> COMMANDS = Map.of(
            "audit",
            Map.of(
                    "verify", new AuditVerifyCommand(new BouncyCastleProvider(), System.in)::run,
                    "export", AuditExportCommand::run),
            "root-key",
            Map.of(
                    "show", RootKeyCommand::show,
                    "rotate", RootKeyCommand::rotate,
                    "add", RootKeyCommand::add,
                    "promote", RootKeyCommand::promote,
                    "drop", RootKeyCommand::drop));

    private Commands() {}

    static boolean isCommand(String name) {
        return COMMANDS.containsKey(name);
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        Map<String, Command> group = COMMANDS.getOrDefault(arguments.getFirst(), Map.of());
        Command command = arguments.size() < 2 ? null : group.get(arguments.get(1));
        if (command == null) {
            err.println("usage: " + arguments.getFirst() + " "
                    + String.join(" | ", group.keySet().stream().sorted().toList()));
            return 2;
        }
        try {
            return command.run(arguments.subList(2, arguments.size()).toArray(String[]::new), out, err);
        } catch (RuntimeException e) {
            err.println(e.getMessage());
            return 2;
        }
    }
}
