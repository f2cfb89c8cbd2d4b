/// The notification protocols of a validator of parachains, and the numbers that their peers have on the lane.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "services/parachain/peers/notification_peers.hpp"

namespace serinus::services::paras {

/// 0: `validation/3`; 1 to 4: that version of `collation`.
using Gate = uint8_t;
inline constexpr Gate kValidationGate = 0;
inline constexpr size_t kGates = 5;

/// A peer of one of them: the gate stands in the highest byte of its number.
constexpr PeerNumber with_gate(Gate gate, PeerNumber number) noexcept { return PeerNumber{gate} << 56 | number; }
constexpr Gate gate_of(PeerNumber number) noexcept { return static_cast<Gate>(number >> 56); }
constexpr PeerNumber without_gate(PeerNumber number) noexcept { return number & (PeerNumber{1} << 56) - 1; }

/// Passes on what one protocol says, under the gate's numbers.
class GateSink final : public PeerSink {
  public:
    GateSink(Gate gate, PeerSink& sink) : gate_(gate), sink_(sink) {}

    void peer_joined(PeerNumber number, const PeerId& peer) override {
        sink_.peer_joined(with_gate(gate_, number), peer);
    }
    void on_disconnected(PeerNumber number) override { sink_.on_disconnected(with_gate(gate_, number)); }
    platform::Admission receive(PeerNumber number, Bytes message) override {
        return sink_.receive(with_gate(gate_, number), std::move(message));
    }

  private:
    const Gate gate_;
    PeerSink& sink_;
};

/// Which pair of a collator counts: a peer is one collator, whose first pair counts until it ends, and then another one
/// of it. On the lane.
class CollatorGates {
  public:
    struct Change {
        bool is_gone = false;             ///< the pair that counted has ended
        std::optional<Gate> begins = {};  ///< over this one now
    };

    Change join(PeerNumber number, const PeerId& peer) {
        auto& pairs = pairs_[peer];
        pairs.push_back(number);
        return pairs.size() == 1 ? Change{.begins = gate_of(number)} : Change{};
    }
    Change leave(PeerNumber number, const PeerId& peer) {
        const auto found = pairs_.find(peer);
        if (found == pairs_.end()) return {};
        auto& pairs = found->second;
        const bool has_counted = pairs.front() == number;
        std::erase(pairs, number);
        const std::optional<Gate> next = pairs.empty() ? std::nullopt : std::optional(gate_of(pairs.front()));
        if (pairs.empty()) pairs_.erase(found);
        return has_counted ? Change{.is_gone = true, .begins = next} : Change{};
    }
    bool counts(PeerNumber number, const PeerId& peer) const {
        const auto found = pairs_.find(peer);
        return found != pairs_.end() && found->second.front() == number;
    }

  private:
    std::map<PeerId, std::vector<PeerNumber>> pairs_;  ///< in the order in which they came; none is empty
};

using Gates = std::array<std::unique_ptr<NotificationPeers>, kGates>;

}  // namespace serinus::services::paras
