/// Arguments of the development methods. Observed: their forms in Chopsticks
#pragma once

#include "rpc/registry.hpp"
#include "state/changes.hpp"

namespace serinus::rpc {

/// The argument of dev_newBlock: an object, or nothing.
struct NewBlockParams {
    /// Ours: blocks of one call.
    static constexpr uint64_t kMaxCount = 100'000;

    uint64_t count = 1;
    std::optional<uint64_t> to = {};  ///< until the best block has this number
    /// With their length, as tools send them. nullopt: what is in the pool.
    std::optional<std::vector<Bytes>> transactions = {};
};
/// Errors: kInvalidParams. Messages of other chains (`hrmp`, `ump`, `dmp`) and `unsafeBlockHeight` are refused with a
/// reason, if they are there.
Result<NewBlockParams, RpcError> read_new_block(const Json* value);

/// Pairs of key and value in hex; null as the value removes the key. Errors: kInvalidParams.
Result<state::StateChanges, RpcError> read_storage_pairs(const Json* value);

/// A time in milliseconds since 1970, or its text: "2030-01-31", "2030-01-31T12:00:00", with fractions of a second and
/// "Z" or "+01:00" behind it if wanted. Without a zone, UTC. Errors: kInvalidParams.
Result<uint64_t, RpcError> read_date(const Json* value);
std::optional<uint64_t> parse_date(std::string_view text);

}  // namespace serinus::rpc
