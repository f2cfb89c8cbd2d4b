/// Why bytes are not the SCALE encoding of a value, and where.
#pragma once

#include <cstdint>
#include <string>

namespace serinus::scale {

enum class DecodeFault : uint8_t {
    kTruncated = 1,        ///< the input ends inside a value
    kTrailingBytes,        ///< the input has bytes after the value
    kNonCanonicalCompact,  ///< a compact integer in more bytes than it needs
    kCompactTooLarge,      ///< a compact integer that does not fit its type
    kLengthTooLarge,       ///< a sequence with more elements than the bytes that are left can hold
    kTooManyEmpty,         ///< elements that take no bytes, more than kMaxEmptyElements (our bound)
    kInvalidBool,
    kInvalidOption,   ///< first byte of an Option is neither 0 nor 1 (of an Option<bool>: nor 2)
    kInvalidResult,   ///< first byte of a Result is neither 0 nor 1
    kUnknownVariant,  ///< an enum has no variant of this index
    kInvalidUtf8,
    kTooDeep,        ///< nested deeper than the decoder allows
    kInvalidValue,   ///< well-formed, but refused by the type's own rule
    kTooMuchMemory,  ///< takes more memory than the decoder allows
};

/// "the input ends inside a value", without numbers.
const char* to_string(DecodeFault fault) noexcept;

/// One level on the way from the outermost value to the fault.
struct DecodePathStep {
    const char* type;  ///< a static string; empty on Wasm, which carries no type names
    uint32_t index;    ///< of the field or the element, from 0
};

/// A fault with its place. Small enough to be returned by value; nothing in it is allocated.
struct DecodeError {
    static constexpr uint32_t kMaxSteps = 5;

    DecodeFault fault{};
    uint8_t step_count = 0;          ///< of `path`
    bool path_is_longer = false;     ///< outer levels were left out
    uint64_t offset = 0;             ///< where the value that is wrong begins, in bytes from the start of the input
    uint64_t found = 0;              ///< the byte, length or size that is wrong
    uint64_t allowed = 0;            ///< what would have been possible, where that is a number
    DecodePathStep path[kMaxSteps];  ///< innermost first

    /// Same fault at the same place; the path is only for people.
    friend bool operator==(const DecodeError& a, const DecodeError& b) noexcept {
        return a.fault == b.fault && a.offset == b.offset && a.found == b.found && a.allowed == b.allowed;
    }
};

/// "offset 17: a length of 4000000000 elements, but only 12 bytes are left (Header field 4 > sequence element 0)"
std::string to_string(const DecodeError& error);

}  // namespace serinus::scale
