/// A chain without a runtime: accounts in memory, and the executor with the parts of builders/ around them.
#pragma once

#include <map>

#include "runtime/xcm/builders/accounts.hpp"
#include "runtime/xcm/builders/barriers.hpp"
#include "runtime/xcm/builders/routers.hpp"
#include "runtime/xcm/builders/traders.hpp"
#include "runtime/xcm/builders/weigher.hpp"
#include "runtime/xcm/executor.hpp"
#include "runtime/xcm/simulator/network.hpp"

namespace serinus::xcm::simulator {

/// What happened to a program on a chain.
struct Executed {
    Millis at{};
    ChainId from{};
    XcmHash id{};
    Outcome outcome;
};

/// The relay chain Kusama, or one of its parachains. The relay chain's asset is trusted by teleport between it and
/// system parachains; other parachains trust what came from its issuer, as reserve. Each instruction weighs 1,000 of
/// time, of which 100 cost a unit of the relay chain's asset. Delivery costs what `delivery_price` says.
class MemoryChain final : public Chain {
  public:
    explicit MemoryChain(ChainId id);
    ~MemoryChain() override;
    MemoryChain(const MemoryChain&) = delete;
    MemoryChain& operator=(const MemoryChain&) = delete;

    ChainId id() const noexcept { return id_; }
    /// The relay chain's asset, as this chain sees it.
    AssetId native() const;
    /// How this chain sees another one.
    Location location_of(ChainId chain) const;

    /// Of an account or a sovereign account; a location without an account has none.
    uint128_t balance(const Location& who, const AssetId& asset) const;
    void give(const Location& who, const Asset& asset);
    /// Runs a program here, as a local account or another origin.
    Outcome execute(const Location& origin, const Program& program);

    void set_delivery_price(uint128_t native_units) { delivery_price_ = native_units; }
    /// What messages from other chains came to.
    const std::vector<Executed>& executed() const noexcept { return executed_; }
    /// Responses to queries, by the query's id.
    const std::map<uint64_t, Response>& responses() const noexcept { return responses_; }
    /// Assets in the trap, of all origins.
    size_t trapped() const noexcept { return trapped_.size(); }

    void receive(ChainId from, BytesView message, Millis now) override;
    std::vector<Outgoing> take_outgoing() override { return std::exchange(outgoing_, {}); }

  private:
    struct Parts;  ///< what the executor asks, each a reference to this chain

    /// One that this chain has not named a message with.
    XcmHash next_topic();

    using Accounts = std::map<AccountId, Holding>;
    ChainId id_;
    Accounts accounts_;
    std::vector<std::pair<Accounts, size_t>> layers_;  ///< the accounts and the number of messages at their start
    std::multimap<Location, Assets> trapped_;
    std::map<uint64_t, Response> responses_;
    std::vector<Outgoing> outgoing_;
    std::vector<Executed> executed_;
    uint128_t delivery_price_ = 0;
    uint64_t next_topic_ = 0;
    std::unique_ptr<Parts> parts_;
};

}  // namespace serinus::xcm::simulator
