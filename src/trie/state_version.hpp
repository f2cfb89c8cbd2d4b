/// The version of the rules by which a state is arranged in its trie; the runtime says which one applies.
#pragma once

#include <cstddef>
#include <cstdint>

namespace serinus::trie {

/// Spec: defn-hashed-subvalue
enum class StateVersion : uint8_t {
    kV0 = 0,  ///< values of any size stand in their nodes
    kV1 = 1,  ///< a value of more than 32 bytes is replaced by its hash
};

/// The longest value that version 1 leaves in its node: one byte more, and the hash is the shorter of the two.
inline constexpr size_t kMaxInlineValueSize = 32;

constexpr bool is_value_hashed(StateVersion version, size_t value_size) noexcept {
    return version == StateVersion::kV1 && value_size > kMaxInlineValueSize;
}

}  // namespace serinus::trie
