/// Messages over a bridge between two consensus systems, as the bytes that it carries: wrapped at one end, sent on at
/// the other. Source: staging-xcm-builder 22, universal_exports.rs; staging-xcm-executor 21, traits/export.rs
#pragma once

#include <span>

#include "runtime/xcm/traits.hpp"
#include "runtime/xcm/versioned.hpp"

namespace serinus::xcm {

/// What a bridge carries.
struct BridgeMessage {
    VersionedInteriorLocation universal_dest;  ///< seen from the universe
    VersionedXcm message;
};

/// The end of a bridge on which messages set out. They begin with who speaks, as the universe sees it: the other end's
/// system must let the bridge say that (UniversalAliases).
class BlobExporter final : public Exporter {
  public:
    /// `network`: the system behind the bridge, seen from here, {parents, X1(GlobalConsensus)} at least; messages to
    /// others are not applicable. `version_of`: what a place there understands; nullopt: DestinationUnsupported.
    /// `price`: of each message. `haul`: hands the bytes to the bridge.
    constexpr BlobExporter(Location (*network)(), std::optional<uint32_t> (*version_of)(const Location& place),
                           Assets (*price)(), Result<void, SendError> (*haul)(BytesView blob))
        : network_(network), version_of_(version_of), price_(price), haul_(haul) {}

    /// The bridge has one lane: `channel` says nothing. The id is the message's topic or, without one, its hash.
    Result<PricedTicket, SendError> validate(const NetworkId& network, uint32_t channel, const Junctions& source,
                                             const Junctions& destination, const Program& message) const override;
    Result<XcmHash, SendError> deliver(const Ticket& ticket) const override;

  private:
    Location (*network_)();
    std::optional<uint32_t> (*version_of_)(const Location& place);
    Assets (*price_)();
    Result<void, SendError> (*haul_)(BytesView blob);
};

/// The first of several bridges that goes there. At most 16.
class FirstExporter final : public Exporter {
  public:
    explicit constexpr FirstExporter(std::span<const Exporter* const> parts) : parts_(parts) {}
    Result<PricedTicket, SendError> validate(const NetworkId& network, uint32_t channel, const Junctions& source,
                                             const Junctions& destination, const Program& message) const override;
    Result<XcmHash, SendError> deliver(const Ticket& ticket) const override;

  private:
    std::span<const Exporter* const> parts_;
};

/// Why a message that came over a bridge was not sent on.
enum class BlobError : uint8_t {
    Unbridgable,  ///< this chain is in no consensus system
    InvalidEncoding,
    UnsupportedLocationVersion,
    UnsupportedXcmVersion,
    RoutingError,
    NonUniversalDestination,
    WrongGlobal,  ///< meant for another consensus system
};

/// The end at which messages arrive.
class BlobDispatcher final {
  public:
    /// `instance`: a place on this chain that stands for the bridge, if it has several; messages then come from there.
    constexpr BlobDispatcher(const Router& router, const UniversalLocation& here,
                             std::optional<Junctions> (*instance)())
        : router_(router), here_(here), instance_(instance) {}

    /// Bytes behind the message are ignored, as in the reference; more levels than a decoder of ours has are
    /// InvalidEncoding.
    Result<void, BlobError> dispatch(BytesView blob) const;

  private:
    const Router& router_;
    const UniversalLocation& here_;
    std::optional<Junctions> (*instance_)();
};

}  // namespace serinus::xcm
