/// GRANDPA for a node that does not vote: blocks become final by the justifications that come with them.
#pragma once

#include "consensus/grandpa/set_keeper.hpp"

namespace serinus::consensus::grandpa {

/// Tracks the authorities of a chain and checks justifications; never votes. The client's listener and gadget as long
/// as it lives; a voter can continue from the records that it writes.
class Follower {
  public:
    Follower(chain::Client& client, AuthoritySet set, platform::Scheduler& scheduler);
    ~Follower();
    Follower(const Follower&) = delete;
    Follower& operator=(const Follower&) = delete;

    const SetKeeper& sets() const noexcept { return sets_; }

  private:
    chain::Client* client_;
    SetKeeper sets_;
};

/// nullptr in the place of a follower: the chain's runtime knows no GRANDPA (no GrandpaApi, or no authorities).
/// `client` and `scheduler` must outlive it. Errors: failures of the database.
Result<std::unique_ptr<Follower>, chain::ChainError> follow(chain::Client& client, platform::Scheduler& scheduler);

}  // namespace serinus::consensus::grandpa
