/// What Kusama is to other chains as far as none of its pallets is needed: where it is, whose account a location is,
/// who is trusted and whose fees are waived, which programs run, and what they weigh.
/// Source: fellowship runtimes v1.7.1, relay/kusama/src/xcm_config.rs
#pragma once

#include "runtime/runtimes/kusama/currency.hpp"
#include "runtime/runtimes/kusama/weights/xcm.hpp"
#include "runtime/xcm/builders/accounts.hpp"
#include "runtime/xcm/builders/barriers.hpp"
#include "runtime/xcm/builders/weigher.hpp"

namespace serinus::kusama {

std::optional<xcm::NetworkId> xcm_network();
extern const xcm::FixedLocation kUniversalLocation;

/// Parachains have sovereign accounts, accounts are themselves, and what is on other chains is hashed.
extern const xcm::FirstAccount kAccountsOfLocations;

/// The chain's own currency, at those of the system's parachains that it is teleported to.
extern const xcm::AssetsAt kTrustedTeleporters;

/// Nobody pays for messages of the system's parachains, of the chain itself and of its bodies.
extern const xcm::Locations kPlacesWithoutFees[3];

/// {parents 0, Here}: the chain's own currency.
xcm::AssetId own_asset();

/// What runs: what is paid for, answers that are waited for, unpaid programs of the system's parachains, and
/// subscriptions of parachains.
class XcmBarrier final : public xcm::Barrier {
  public:
    explicit constexpr XcmBarrier(const xcm::ResponseHandler& responses) : responses_(responses) {}
    bool should_execute(const xcm::Location& origin, xcm::Proposal proposal, xcm::Weight max_weight,
                        xcm::Properties& properties) const override;

  private:
    const xcm::ResponseHandler& responses_;
};

/// A hundred instructions; calls weigh what `calls` says.
constexpr xcm::TableWeigher xcm_weigher(const xcm::CallWeigher& calls) {
    return {weights::xcm_instruction, calls, 100};
}

/// What a message to a parachain costs while its queue is short: so much, and so much for each byte.
inline constexpr sdk::Balance kXcmBaseFee = 3 * currency::kCents;
inline constexpr sdk::Balance kXcmByteFee = 10 * currency::kMillicents;

}  // namespace serinus::kusama
