package io.claviger.conformance;

import io.claviger.operation.Operation;
import io.claviger.operation.OwnOperationNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** An operation of AWS that is implemented here: found by its class, not made. */
record BuiltOperation(String name, Class<? extends Record> request, Class<? extends Record> response) {

    /** Every concrete class in {@code io.claviger.operation.**} that implements {@link Operation}. */
    static List<BuiltOperation> all() {
        Path root = classes();
        try (Stream<Path> files = Files.walk(root.resolve("io/claviger/operation"))) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .map(file -> className(root.relativize(file)))
                    .sorted()
                    .map(BuiltOperation::load)
                    .filter(type -> Operation.class.isAssignableFrom(type)
                            && !type.isInterface()
                            && !Modifier.isAbstract(type.getModifiers()))
                    .filter(type -> !OwnOperationNames.isKnown(type.getSimpleName()))
                    .map(BuiltOperation::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BuiltOperation of(Class<?> type) {
        for (Type contract : type.getGenericInterfaces()) {
            if (contract instanceof ParameterizedType generic && generic.getRawType() == Operation.class) {
                return new BuiltOperation(
                        type.getSimpleName(),
                        record(generic.getActualTypeArguments()[0]),
                        record(generic.getActualTypeArguments()[1]));
            }
        }
        throw new AssertionError(type.getName() + " does not say itself that it implements Operation<I, O>");
    }

    private static Class<? extends Record> record(Type type) {
        return ((Class<?>) type).asSubclass(Record.class);
    }

    private static Path classes() {
        try {
            return Path.of(Operation.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static String className(Path file) {
        String name = file.toString().replace(file.getFileSystem().getSeparator(), ".");
        return name.substring(0, name.length() - ".class".length());
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, BuiltOperation.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }
}
