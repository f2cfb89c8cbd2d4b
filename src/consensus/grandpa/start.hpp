/// Starts the finality gadget of a node.
#pragma once

#include "chain/client.hpp"
#include "consensus/grandpa/service.hpp"
#include "executor/node_keys.hpp"

namespace serinus::consensus::grandpa {

/// What the gadget says to other nodes and hears from them; a network attaches here. Messages are encoded as on the
/// GRANDPA notification protocol: SCALE GossipMessage.
struct Gossip {
    /// Called with each message that this node makes. Empty: nobody listens.
    std::function<void(Bytes message)> send = {};
};

struct Options {
    /// What the gadget does runs here, one task at a time: usually a platform::Workers. Tasks must not run inside the
    /// call that posts them.
    std::function<void(std::function<void()>)> post;
    std::function<void(uint64_t delay_ms, std::function<void()>)> post_after;
    std::function<uint64_t()> now_ms;                   ///< monotonic
    std::function<void(MutableBytesView)> fill_random;  ///< for the batch verification of signatures
    Gossip gossip = {};
    bool is_authority = false;            ///< votes with the keys of type "gran" that it has
    uint64_t gossip_duration_ms = 1000;   ///< the waits of a round are 2 and 4 times this
    uint32_t justification_period = 512;  ///< each so many blocks a justification is kept for good
};

/// The gadget at work. It registers itself with the client as listener and as gadget, and leaves when it is destroyed;
/// tasks that still wait do nothing then.
class RunningGrandpa : public Service, public chain::FinalityGadget {
  public:
    /// A message from another node; any thread. The verdict on it goes nowhere yet.
    virtual void receive(Bytes message) = 0;
    /// No more votes; waits for a task that runs.
    virtual void stop() = 0;
};

/// nullptr in the place of a gadget: the chain's runtime knows no GRANDPA (no GrandpaApi, or no authorities).
/// `client` and `keys` must outlive it. Errors: failures of the database.
Result<std::unique_ptr<RunningGrandpa>, chain::ChainError> start(chain::Client& client, executor::NodeKeys& keys,
                                                                 Options options);

}  // namespace serinus::consensus::grandpa
