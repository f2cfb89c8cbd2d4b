/// How far a migration is.
#pragma once

#include "runtime/sdk/bounded.hpp"
#include "runtime/sdk/metadata_names.hpp"

namespace serinus::pallet_state_trie_migration::pallet {

/// Of the keys of one trie.
template <uint32_t kMaxKeyLen>
struct Progress {
    using Params = sdk::List<sdk::Param<"MaxKeyLen">>;
    struct ToStart {
        friend bool operator==(ToStart, ToStart) = default;
    };
    struct LastKey {
        sdk::BoundedVec<uint8_t, kMaxKeyLen> _0;
        friend bool operator==(const LastKey&, const LastKey&) = default;
    };
    struct Complete {
        friend bool operator==(Complete, Complete) = default;
    };
    std::variant<ToStart, LastKey, Complete> v;
    friend bool operator==(const Progress&, const Progress&) = default;
};

/// Of all of it: of the top trie, and of the child trie whose root is the last key of the top trie.
template <uint32_t kMaxKeyLen>
struct MigrationTask {
    using Params = sdk::List<sdk::Param<"T">>;
    Progress<kMaxKeyLen> progress_top;
    Progress<kMaxKeyLen> progress_child;
    uint32_t size{};  ///< bytes of all values so far
    uint32_t top_items{};
    uint32_t child_items{};
    friend bool operator==(const MigrationTask&, const MigrationTask&) = default;
};

/// What may be done at once.
struct MigrationLimits {
    uint32_t size{};  ///< bytes of values
    uint32_t item{};  ///< keys
    friend bool operator==(const MigrationLimits&, const MigrationLimits&) = default;
};

/// Who has migrated: somebody who signed, or the chain by itself.
enum class MigrationCompute : uint8_t { Signed, Auto };

}  // namespace serinus::pallet_state_trie_migration::pallet
