/// Peers that mean no good, for simulations: they take part in the same protocols as full_node.hpp.
#pragma once

#include "network/simulation/world.hpp"

namespace serinus::network::simulation {

enum class LiarKind : uint8_t {
    kSilent,    ///< takes everything and answers nothing
    kBabbler,   ///< answers and announces random bytes
    kFlooder,   ///< opens and resets substreams, and asks without end
    kPoisoner,  ///< answers look-ups with peers that do not exist, close to what is looked for
};

struct LiarOptions {
    LiarKind kind = LiarKind::kSilent;
    std::vector<wire::Multiaddr> boot_nodes = {};  ///< with their peer ids
    Millis flood_interval_ms = 50;
    size_t flood_substreams = 10;  ///< each interval, on each connection
};

/// For World::add().
NodeSetup liar(LiarOptions options);

}  // namespace serinus::network::simulation
