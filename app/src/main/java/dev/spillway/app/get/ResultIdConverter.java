package dev.spillway.app.get;

import dev.spillway.wire.ResultId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Takes a result id from a command line; an error does not show what was given. */
final class ResultIdConverter implements ITypeConverter<ResultId> {
    @Override
    public ResultId convert(String text) {
        try {
            return ResultId.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
