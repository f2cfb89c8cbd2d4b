/// Routers. Source: staging-xcm-builder 22, routing.rs; staging-xcm 18, v5/traits.rs
#pragma once

#include <span>

#include "runtime/xcm/traits.hpp"

namespace serinus::xcm {

/// The first that knows the destination. At most 16 parts, and lists of lists are at most eight deep.
class FirstRouter final : public Router {
  public:
    explicit constexpr FirstRouter(std::span<const Router* const> parts) : parts_(parts) {}
    Result<PricedTicket, SendError> validate(const Location& destination, const Program& message) const override;
    Result<XcmHash, SendError> deliver(const Ticket& ticket) const override;

  private:
    std::span<const Router* const> parts_;
};

/// Appends SetTopic to a message that does not end with one; the topic is the message's id. `unique` makes a topic of
/// an encoded program, another each time. Observed: staging-xcm-builder 22.0.0: also if the message cannot be sent.
class WithUniqueTopic final : public Router {
  public:
    constexpr WithUniqueTopic(const Router& inner, XcmHash (*unique)(BytesView program))
        : inner_(inner), unique_(unique) {}
    Result<PricedTicket, SendError> validate(const Location& destination, const Program& message) const override;
    Result<XcmHash, SendError> deliver(const Ticket& ticket) const override;

  private:
    const Router& inner_;
    XcmHash (*unique_)(BytesView program);
};

/// Refuses what the receiver could not decode, with Transport.
class EnsureDecodable final : public Router {
  public:
    explicit constexpr EnsureDecodable(const Router& inner) : inner_(inner) {}
    Result<PricedTicket, SendError> validate(const Location& destination, const Program& message) const override;
    Result<XcmHash, SendError> deliver(const Ticket& ticket) const override { return inner_.deliver(ticket); }

  private:
    const Router& inner_;
};

/// A topic that no other message has: a hash of the program and entropy of the block, which is then replaced by it.
/// Pallet: frame_system (unique)
XcmHash unique_topic(BytesView program);

/// Validates and delivers: the id and the price, which nobody has paid.
Result<std::pair<XcmHash, Assets>, SendError> send_xcm(const Router& router, const Location& destination,
                                                       const Program& message);

}  // namespace serinus::xcm
