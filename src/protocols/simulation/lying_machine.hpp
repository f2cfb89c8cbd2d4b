/// A machine with a lying peer, which comes back as somebody else each time that it is thrown out.
#pragma once

#include "network/simulation/byte_links.hpp"
#include "protocols/simulation/lying_peer.hpp"

namespace serinus::network::simulation {

class LyingMachine final : public StreamUser {
  public:
    /// Begins at once, and lies each `act_ms`. `time` and `links` must outlive it; it must outlive the last event.
    LyingMachine(platform::VirtualTime& time, ByteLinks& links, MachineId machine, wire::Multiaddr own,
                 wire::Multiaddr victim, LyingPeerOptions options, uint64_t act_ms = 100)
        : time_(time),
          links_(links),
          machine_(machine),
          victim_(std::move(victim)),
          options_(std::move(options)),
          act_us_(act_ms * 1000) {
        links_.attach(machine_, *this, {std::move(own)});
        links_.connect(machine_, victim_);
        act();
    }

    size_t lies() const noexcept { return lies_ + (peer_ ? peer_->lies() : 0); }
    size_t connections() const noexcept { return connections_; }  ///< so far

    void on_accepted(StreamId stream, const wire::Multiaddr&) override { links_.close(machine_, stream); }
    void on_connected(StreamId stream) override {
        ++connections_;
        ++options_.seed;
        stream_ = stream;
        peer_.emplace(options_, time_.now_ms());
        flush();
    }
    void on_connect_failed(StreamId, const std::string&) override { come_back(); }
    void on_data(StreamId stream, Bytes data) override {
        if (!peer_ || stream != stream_) return;
        peer_->take(data, time_.now_ms());
        flush();
    }
    void on_writable(StreamId) override { flush(); }
    void on_ended(StreamId stream) override {
        if (!peer_ || stream != stream_) return;
        lies_ += peer_->lies();
        peer_.reset();
        come_back();
    }

  private:
    void come_back() {
        time_.post_after_us(500'000, [this] { links_.connect(machine_, victim_); });
    }
    void act() {
        time_.post_after_us(act_us_, [this] { act(); });
        if (!peer_) return;
        peer_->act(time_.now_ms());
        flush();
    }
    void flush() {
        while (peer_ && peer_->has_output()) {
            const size_t room = links_.room(machine_, stream_);
            if (room == 0) return;
            Bytes piece;
            peer_->give(std::min(room, size_t{16} << 10), piece);
            if (piece.empty()) return;
            links_.send(machine_, stream_, std::move(piece));
        }
    }

    platform::VirtualTime& time_;
    ByteLinks& links_;
    const MachineId machine_;
    const wire::Multiaddr victim_;
    LyingPeerOptions options_;
    const uint64_t act_us_;
    std::optional<LyingPeer> peer_;
    StreamId stream_ = 0;
    size_t lies_ = 0, connections_ = 0;
};

}  // namespace serinus::network::simulation
