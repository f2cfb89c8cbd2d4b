/// Barriers: which programs are executed, and for whom. Source: staging-xcm-builder 22, barriers.rs
#pragma once

#include "runtime/xcm/builders/places.hpp"

namespace serinus::xcm {

/// The first of these that lets a program pass.
class FirstBarrier final : public Barrier {
  public:
    explicit constexpr FirstBarrier(std::span<const Barrier* const> parts) : parts_(parts) {}
    bool should_execute(const Location&, Proposal, Weight, Properties&) const override;

  private:
    std::span<const Barrier* const> parts_;
};

/// Pays from the credit, if that is enough in both parts.
struct TakeWeightCredit final : Barrier {
    bool should_execute(const Location&, Proposal, Weight, Properties&) const override;
};

/// A last SetTopic becomes the message's id, and `inner` does not see it.
class TrailingSetTopicAsId final : public Barrier {
  public:
    explicit constexpr TrailingSetTopicAsId(const Barrier& inner) : inner_(inner) {}
    bool should_execute(const Location&, Proposal, Weight, Properties&) const override;

  private:
    const Barrier& inner_;
};

/// Leading UniversalOrigin and DescendOrigin, at most `max_prefixes`, change the origin that `inner` sees. They are not
/// checked: an origin that lies here is found out when they are executed. A program without instructions is refused.
class WithComputedOrigin final : public Barrier {
  public:
    constexpr WithComputedOrigin(const Barrier& inner, const UniversalLocation& universal_location,
                                 uint32_t max_prefixes)
        : inner_(inner), universal_location_(universal_location), max_prefixes_(max_prefixes) {}
    bool should_execute(const Location&, Proposal, Weight, Properties&) const override;

  private:
    const Barrier& inner_;
    const UniversalLocation& universal_location_;
    uint32_t max_prefixes_;
};

/// Assets, at most two, are brought and execution is bought with them, in the first five instructions. The limit of
/// BuyExecution becomes the program's weight; PayFees pays that anyway.
class AllowTopLevelPaidExecutionFrom final : public Barrier {
  public:
    explicit constexpr AllowTopLevelPaidExecutionFrom(Locations origins) : origins_(origins) {}
    bool should_execute(const Location&, Proposal, Weight, Properties&) const override;

  private:
    Locations origins_;
};

/// UnpaidExecution after at most five instructions that bring assets, set hints or change the origin to one of
/// `origins`.
class AllowExplicitUnpaidExecutionFrom final : public Barrier {
  public:
    constexpr AllowExplicitUnpaidExecutionFrom(Locations origins, const Aliasers& aliasers)
        : origins_(origins), aliasers_(aliasers) {}
    bool should_execute(const Location&, Proposal, Weight, Properties&) const override;

  private:
    /// False: refused. Otherwise the instruction behind those that change the origin has been read, if there is one.
    bool follow_origin(Location& origin, Proposal& proposal, Instruction& instruction, uint32_t& budget) const;

    Locations origins_;
    const Aliasers& aliasers_;
};

/// Everything from `origins`.
class AllowUnpaidExecutionFrom final : public Barrier {
  public:
    explicit constexpr AllowUnpaidExecutionFrom(Locations origins) : origins_(origins) {}
    bool should_execute(const Location&, Proposal, Weight, Properties&) const override;

  private:
    Locations origins_;
};

/// A single answer that is waited for.
class AllowKnownQueryResponses final : public Barrier {
  public:
    explicit constexpr AllowKnownQueryResponses(const ResponseHandler& responses) : responses_(responses) {}
    bool should_execute(const Location&, Proposal, Weight, Properties&) const override;

  private:
    const ResponseHandler& responses_;
};

/// A single SubscribeVersion or UnsubscribeVersion.
class AllowSubscriptionsFrom final : public Barrier {
  public:
    explicit constexpr AllowSubscriptionsFrom(Locations origins) : origins_(origins) {}
    bool should_execute(const Location&, Proposal, Weight, Properties&) const override;

  private:
    Locations origins_;
};

/// A single notice about a channel.
struct AllowHrmpNotificationsFromRelayChain final : Barrier {
    bool should_execute(const Location&, Proposal, Weight, Properties&) const override;
};

/// Nothing while execution is suspended.
class RespectSuspension final : public Barrier {
  public:
    constexpr RespectSuspension(const Barrier& inner, bool (*is_suspended)())
        : inner_(inner), is_suspended_(is_suspended) {}
    bool should_execute(const Location&, Proposal, Weight, Properties&) const override;

  private:
    const Barrier& inner_;
    bool (*is_suspended_)();
};

/// Programs that would move reserves to the relay chain, in handlers and appendices too where `recursively`, are
/// refused, and those without instructions; others are up to `inner`.
class DenyReserveTransferToRelayChain final : public Barrier {
  public:
    constexpr DenyReserveTransferToRelayChain(const Barrier& inner, bool recursively)
        : inner_(inner), recursively_(recursively) {}
    bool should_execute(const Location&, Proposal, Weight, Properties&) const override;

  private:
    const Barrier& inner_;
    bool recursively_;
};

}  // namespace serinus::xcm
