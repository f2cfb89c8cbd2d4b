/// Arguments of the development methods. Observed: their forms in Chopsticks 1.5.1
#pragma once

#include "chain/import/inherents.hpp"
#include "rpc/registry.hpp"
#include "state/changes.hpp"

namespace serinus::rpc {

/// The argument of dev_newBlock: an object, or nothing. Observed: Chopsticks 1.5.1: a `count` of 0, and a `to` that is
/// reached, mean one block.
struct NewBlockParams {
    /// Ours: blocks of one call.
    static constexpr uint64_t kMaxCount = 100'000;

    uint64_t count = 1;
    std::optional<uint64_t> to = {};            ///< until the best block has this number
    std::optional<uint64_t> first_number = {};  ///< `unsafeBlockHeight`: of the first block
    /// With their length, as tools send them. nullopt: what is in the pool.
    std::optional<std::vector<Bytes>> transactions = {};
    chain::GivenMessages messages = {};  ///< `ump`, `dmp`, `hrmp`
};
/// Errors: kInvalidParams. Refused with a reason, if they are there: what changes the relay chain of a parachain, and
/// fields that are not known.
Result<NewBlockParams, RpcError> read_new_block(const Json* value);

/// Pairs of key and value in hex; null as the value removes the key. Of a child trie: a key that begins with
/// ":child_storage:default:" and the 32 bytes of the trie's name (Observed: Chopsticks 1.5.1), or three items, the
/// first one the trie's name. Errors: kInvalidParams.
Result<state::StateChanges, RpcError> read_storage_pairs(const Json* value);

/// A time in milliseconds since 1970, or its text: "2030-01-31", "2030-01-31T12:00:00", with fractions of a second and
/// "Z" or "+01:00" behind it if wanted; "Jan 1, 2030", "Tue, 1 January 2030 12:00:00 GMT". Without a zone, UTC.
/// Errors: kInvalidParams.
Result<uint64_t, RpcError> read_date(const Json* value);
std::optional<uint64_t> parse_date(std::string_view text);

}  // namespace serinus::rpc
