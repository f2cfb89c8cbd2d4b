/// Several chains and the messages between them, in virtual time. Native; for tests of pallets and of chains.
///
/// A message that a chain sends arrives after the latency of its way, at the earliest behind those that were sent
/// before it on the same way. Nothing depends on real time: the same start gives the same run.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/bytes.hpp"

namespace serinus::xcm::simulator {

/// Names a chain: 0 is the relay chain, others are its parachains by their id.
using ChainId = uint32_t;
inline constexpr ChainId kRelayChain = 0;

using Millis = uint64_t;  ///< since the start of the simulation

/// What a chain does with a message, and what it sends.
class Chain {
  public:
    struct Outgoing {
        ChainId to{};
        Bytes message;
    };
    virtual ~Chain() = default;
    /// A message of `from`, another chain, has arrived.
    virtual void receive(ChainId from, BytesView message, Millis now) = 0;
    /// What the chain has sent since it was asked last, in order.
    virtual std::vector<Outgoing> take_outgoing() = 0;
};

/// One message on its way.
struct Delivery {
    Millis sent{}, arrived{};
    ChainId from{}, to{};
    Bytes message;
    friend bool operator==(const Delivery&, const Delivery&) = default;
};

class Network {
  public:
    struct Latency {
        Millis down = 12'000;    ///< from the relay chain to a parachain: two of its blocks
        Millis up = 12'000;      ///< from a parachain to the relay chain
        Millis across = 24'000;  ///< between parachains
    };
    explicit Network(Latency latency) : latency_(latency) {}
    Network() : Network(Latency{}) {}

    /// `chain` must outlive the network. Replaces a chain of that name.
    void add(ChainId id, Chain& chain) { chains_[id] = &chain; }
    Millis now() const noexcept { return now_; }

    /// Takes what the chains have sent, then delivers until nothing is on its way or `until` has come; how many
    /// messages arrived. Messages to chains that are not there are lost, and counted in lost(). `max_messages`: chains
    /// that answer each other without end stop there.
    size_t run(Millis until = ~Millis{0}, size_t max_messages = 100'000);

    /// All that arrived, in order.
    const std::vector<Delivery>& deliveries() const noexcept { return deliveries_; }
    size_t lost() const noexcept { return lost_; }
    /// On their way.
    size_t pending() const noexcept { return queue_.size(); }

  private:
    void collect();
    Millis latency(ChainId from, ChainId to) const;

    Latency latency_;
    Millis now_ = 0;
    uint64_t next_ = 0;
    std::map<ChainId, Chain*> chains_;
    std::map<std::pair<Millis, uint64_t>, Delivery> queue_;  ///< by arrival, then in the order in which they were sent
    std::vector<Delivery> deliveries_;
    size_t lost_ = 0;
};

}  // namespace serinus::xcm::simulator
