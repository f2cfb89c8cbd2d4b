#include "codec/decode_error.hpp"

namespace serinus::scale {

const char* to_string(DecodeFault fault) noexcept {
    switch (fault) {
        case DecodeFault::kTruncated:
            return "the input ends inside a value";
        case DecodeFault::kTrailingBytes:
            return "bytes follow the value";
        case DecodeFault::kNonCanonicalCompact:
            return "a compact integer is not in its shortest form";
        case DecodeFault::kCompactTooLarge:
            return "a compact integer is too large for its type";
        case DecodeFault::kLengthTooLarge:
            return "more elements than the rest of the input can hold";
        case DecodeFault::kTooManyEmpty:
            return "too many elements without content";
        case DecodeFault::kInvalidBool:
            return "a bool is neither 0 nor 1";
        case DecodeFault::kInvalidOption:
            return "the first byte of an Option is wrong";
        case DecodeFault::kInvalidResult:
            return "the first byte of a Result is wrong";
        case DecodeFault::kUnknownVariant:
            return "no variant has this index";
        case DecodeFault::kInvalidUtf8:
            return "a string is not UTF-8";
        case DecodeFault::kTooDeep:
            return "values are nested too deep";
        case DecodeFault::kInvalidValue:
            return "the value is not allowed";
        case DecodeFault::kTooMuchMemory:
            return "the value takes too much memory";
    }
    return "unknown decode fault";
}

std::string to_string(const DecodeError& error) {
    std::string out = "offset " + std::to_string(error.offset) + ": " + to_string(error.fault);
    switch (error.fault) {
        case DecodeFault::kTruncated:
            out += " (" + std::to_string(error.found) + " bytes needed, " + std::to_string(error.allowed) + " left)";
            break;
        case DecodeFault::kLengthTooLarge:
            out += " (" + std::to_string(error.found) + " elements, " + std::to_string(error.allowed) + " bytes left)";
            break;
        case DecodeFault::kTooManyEmpty:
        case DecodeFault::kTooDeep:
        case DecodeFault::kTooMuchMemory:
            out += " (the limit is " + std::to_string(error.allowed) + ")";
            break;
        case DecodeFault::kTrailingBytes:
        case DecodeFault::kInvalidBool:
        case DecodeFault::kInvalidOption:
        case DecodeFault::kInvalidResult:
        case DecodeFault::kUnknownVariant:
            out += " (" + std::to_string(error.found) + ")";
            break;
        case DecodeFault::kNonCanonicalCompact:
        case DecodeFault::kCompactTooLarge:
        case DecodeFault::kInvalidUtf8:
        case DecodeFault::kInvalidValue:
            break;
    }
    const char* separator = " in ";
    if (error.path_is_longer) {
        out += " in …";
        separator = " > ";
    }
    for (uint32_t i = error.step_count; i-- > 0;) {
        const DecodePathStep& step = error.path[i];
        out += separator;
        out += step.type;
        out += "[" + std::to_string(step.index) + "]";
        separator = " > ";
    }
    return out;
}

}  // namespace serinus::scale
