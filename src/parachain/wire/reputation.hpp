/// What a peer gains or loses by what it sends: the classes of the reference, so that peers of both kinds bear each
/// other alike. Observed: polkadot-node-network-protocol 36.0.0, reputation.rs.
#pragma once

#include <cstdint>
#include <limits>

namespace serinus::parachain {

enum class Reputation : uint8_t {
    kBenefitMinor,
    kBenefitMinorFirst,
    kBenefitMajor,
    kBenefitMajorFirst,
    kCostMinor,
    kCostMinorRepeated,
    kCostMajor,
    kCostMajorRepeated,
    kMalicious,  ///< the peer is banned at once
};

constexpr int32_t amount_of(Reputation reputation) noexcept {
    switch (reputation) {
        case Reputation::kBenefitMinor:
            return 10'000;
        case Reputation::kBenefitMinorFirst:
            return 15'000;
        case Reputation::kBenefitMajor:
            return 200'000;
        case Reputation::kBenefitMajorFirst:
            return 300'000;
        case Reputation::kCostMinor:
            return -100'000;
        case Reputation::kCostMinorRepeated:
            return -200'000;
        case Reputation::kCostMajor:
            return -300'000;
        case Reputation::kCostMajorRepeated:
            return -600'000;
        case Reputation::kMalicious:
            return std::numeric_limits<int32_t>::min();
    }
    return 0;
}

}  // namespace serinus::parachain
