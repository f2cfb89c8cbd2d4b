/// A consensus system with a name of its own as a universal location, where a constant of a pallet says where its chain
/// is.
#pragma once

#include "runtime/sdk/metadata_names.hpp"
#include "runtime/xcm/location.hpp"

namespace serinus::xcm {

/// Encoded as Junctions of version 5, and shown as such: one step, which is GlobalConsensus of a network that has
/// nothing but its name.
struct NamedConsensus {
    uint8_t steps = 1;
    uint8_t kind = static_cast<uint8_t>(JunctionKind::GlobalConsensus);
    NetworkId::Kind network{};

    Junctions junctions() const { return {Junction::global_consensus({network, 0, {}})}; }
};

}  // namespace serinus::xcm

namespace serinus::sdk::metadata {

template <class T>
struct Describe;
struct Type;
class Registry;

template <>
struct Describe<xcm::NamedConsensus> {
    static Type of(Registry& registry);
};

}  // namespace serinus::sdk::metadata
