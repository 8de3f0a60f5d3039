package io.claviger.http.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.claviger.common.Json;
import io.claviger.common.JsonReader;
import io.claviger.common.MalformedJsonException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Reads documents, such as policies, by Jackson's streaming API. */
public final class JsonTreeReader implements JsonReader {
    private final JsonFactory json = StrictJson.factory();

    @Override
    public Json read(String text) throws MalformedJsonException {
        try (JsonParser parser = json.createParser(text)) {
            return read(parser);
        } catch (IOException e) {
            throw new MalformedJsonException(1, 1); // creating and closing a parser over text reads nothing
        }
    }

    private static Json read(JsonParser parser) throws MalformedJsonException {
        try {
            Json value = value(parser, parser.nextToken());
            if (parser.nextToken() != null) {
                throw at(parser);
            }
            return value;
        } catch (IOException e) {
            throw at(parser);
        }
    }

    /** As deep as the parser lets it. */
    static Json value(JsonParser parser, @Nullable JsonToken first) throws IOException, MalformedJsonException {
        return switch (first) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> new Json.Str(text(parser, parser.getText()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Num(parser.getText());
            case VALUE_TRUE -> new Json.Bool(true);
            case VALUE_FALSE -> new Json.Bool(false);
            case VALUE_NULL -> new Json.Null();
            case null, default -> throw at(parser);
        };
    }

    private static Json object(JsonParser parser) throws IOException, MalformedJsonException {
        SequencedMap<String, Json> members = new LinkedHashMap<>();
        String name = parser.nextFieldName();
        while (name != null) {
            members.put(text(parser, name), value(parser, parser.nextToken()));
            name = parser.nextFieldName();
        }
        return new Json.Obj(members);
    }

    private static Json array(JsonParser parser) throws IOException, MalformedJsonException {
        List<Json> items = new ArrayList<>();
        JsonToken token = parser.nextToken();
        while (token != JsonToken.END_ARRAY) {
            items.add(value(parser, token));
            token = parser.nextToken();
        }
        return new Json.Arr(items);
    }

    private static String text(JsonParser parser, String text) throws MalformedJsonException {
        if (StrictJson.hasUnpairedSurrogate(text)) {
            throw at(parser);
        }
        return text;
    }

    private static MalformedJsonException at(JsonParser parser) {
        JsonLocation location = parser.currentLocation();
        return new MalformedJsonException(location.getLineNr(), location.getColumnNr());
    }
}
