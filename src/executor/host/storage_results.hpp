/// Results that functions of the top trie and of child tries share.
#pragma once

#include <variant>

#include "executor/host/convert.hpp"

namespace serinus::executor::host {

/// The removal of a prefix as runtimes see it: 0 = all removed, 1 = some remain, and how many keys were looked at.
struct AllRemoved {
    uint32_t loops = 0;
};
struct SomeRemaining {
    uint32_t loops = 0;
};
using KillResult = std::variant<AllRemoved, SomeRemaining>;
KillResult kill_result(const state::PrefixRemoval& removal);

/// The same in the latest versions. Observed: polkadot-stable2407: `MultiRemovalResults` of sp-io
struct RemovalResults {
    std::optional<Bytes> cursor;
    uint32_t backend = 0;
    uint32_t unique = 0;
    uint32_t loops = 0;
};
RemovalResults removal_results(state::PrefixRemoval removal);

/// Copies the part of the value from `offset` on that fits; the size of all that stands behind `offset`.
std::optional<uint32_t> read_part(const std::optional<BytesView>& value, MutableBytesView out, uint32_t offset);

inline Bytes hash_bytes(const Hash256& hash) { return to_bytes(hash.bytes); }

}  // namespace serinus::executor::host
