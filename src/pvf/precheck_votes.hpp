/// What this validator has voted on new code.
#pragma once

#include <optional>
#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "pvf/prepare.hpp"
#include "storage/store.hpp"

namespace serinus::pvf {

/// Whether a validator accepts new code. Observed: polkadot-node-core-pvf-checker 36.0.0 votes against code whose
/// preparation fails, whatever the reason; a node that could not even start says nothing.
std::optional<bool> vote_on(const Result<void, PrepareError>& precheck);

/// A vote that is given is given: it is on the disk before it is signed, and is asked for again instead of made again.
class PrecheckVotes {
  public:
    /// Of a store, in a column of its own. `store` must outlive it.
    PrecheckVotes(storage::Store& store, storage::Column column) : store_(&store), column_(column) {}

    /// The vote that may be signed and sent: the first one for this code and session, which is synced to the disk when
    /// this returns. Errors: the disk; nothing may be sent then.
    Result<bool, std::string> settle(const Hash256& code, uint32_t session, bool accept);
    /// nullopt: none was given. Errors: the disk.
    Result<std::optional<bool>, std::string> find(const Hash256& code, uint32_t session) const;
    /// Forgets votes of sessions before this one. Errors: the disk.
    Result<void, std::string> prune(uint32_t first_session);

  private:
    storage::Store* store_;
    storage::Column column_;
};

}  // namespace serinus::pvf
