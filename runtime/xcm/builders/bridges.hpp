/// Routers to other consensus systems: by a bridge of this chain, or by another chain's. Source: staging-xcm-builder
/// 22, universal_exports.rs
#pragma once

#include "runtime/xcm/traits.hpp"

namespace serinus::xcm {

/// Over a bridge that this chain has itself.
class LocalExporter final : public Router {
  public:
    constexpr LocalExporter(const Exporter& exporter, Junctions (*here)()) : exporter_(exporter), here_(here) {}
    Result<PricedTicket, SendError> validate(const Location& destination, const Program& message) const override;
    Result<XcmHash, SendError> deliver(const Ticket& ticket) const override { return exporter_.deliver(ticket); }

  private:
    const Exporter& exporter_;
    Junctions (*here_)();
};

/// A bridge of another chain.
struct Bridge {
    NetworkId network;
    std::optional<std::vector<Junctions>> places;  ///< that it goes to; nullopt: all of the network
    Location chain;                                ///< whose bridge it is
    std::optional<Asset> payment;                  ///< what its use costs, seen from here
};

/// Over a bridge of another chain, which is asked to export the message. A topic at its end is that of the message to
/// the bridge too. The price of that has the payment added.
class RemoteExporter final : public Router {
  public:
    /// kUnpaid: the bridge's barrier lets this chain's messages run for nothing. kSovereignPaid: they pay from this
    /// chain's account there, which gets back what is left.
    enum class Payer : uint8_t { kUnpaid, kSovereignPaid };

    /// `bridges`: the first that goes to a place is taken. `router`: how their chains are reached.
    constexpr RemoteExporter(Payer payer, std::vector<Bridge> (*bridges)(), const Router& router, Junctions (*here)())
        : payer_(payer), bridges_(bridges), router_(router), here_(here) {}
    Result<PricedTicket, SendError> validate(const Location& destination, const Program& message) const override;
    Result<XcmHash, SendError> deliver(const Ticket& ticket) const override { return router_.deliver(ticket); }

  private:
    Result<Program, SendError> request(const Bridge& bridge, const Instruction& exporting) const;

    Payer payer_;
    std::vector<Bridge> (*bridges_)();
    const Router& router_;
    Junctions (*here_)();
};

}  // namespace serinus::xcm
