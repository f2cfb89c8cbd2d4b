/// The numbers of primitive types in metadata. Spec: sect-metadata
#pragma once

#include <cstdint>

namespace serinus::metadata {

enum PrimitiveKind : uint8_t {
    kBool,
    kChar,
    kString,
    kU8,
    kU16,
    kU32,
    kU64,
    kU128,
    kU256,
    kI8,
    kI16,
    kI32,
    kI64,
    kI128,
    kI256
};

}  // namespace serinus::metadata
