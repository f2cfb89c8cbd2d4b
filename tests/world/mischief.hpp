/// The acts of dishonest nodes, beside their ordinary code.
#pragma once

#include <functional>
#include <memory>
#include <random>

#include "chain/client/client.hpp"
#include "crypto/node_keys.hpp"
#include "tests/world/messages.hpp"
#include "tests/world/plan.hpp"

namespace serinus::world {

class Exchange;

struct MischiefParts {
    chain::Client& client;
    crypto::NodeKeys& keys;
    uint64_t seed = 0;
    std::function<void()> on_act = {};  ///< called each time that it does something that an honest node does not
};

/// Of one life of a node. Called on the lane of its exchange.
class Mischief {
  public:
    virtual ~Mischief() = default;
    virtual void on_own_block(Exchange&, const SentBlock&) {}
    virtual void on_gossip(Exchange&, BytesView) {}
    virtual void on_tick(Exchange&) {}
    /// Before a requested block is sent; false: it is not sent.
    virtual bool change(SentBlock&) { return true; }
    /// A block that the client does not have, but that was announced.
    virtual std::optional<SentBlock> find(const Hash256&) { return std::nullopt; }
};

/// nullptr: a fault of this kind needs none.
std::unique_ptr<Mischief> make_mischief(FaultKind kind, MischiefParts parts);

}  // namespace serinus::world
