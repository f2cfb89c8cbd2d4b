/// A machine that connects to others and says nothing that makes sense: nothing at all, random bytes, or the beginning
/// of a real handshake and random bytes behind it.
#pragma once

#include "network/simulation/byte_links.hpp"

namespace serinus::network::simulation {

class ByteLiar final : public StreamUser {
  public:
    ByteLiar(platform::VirtualTime& time, ByteLinks& links, MachineId machine, std::vector<wire::Multiaddr> victims)
        : time_(time), links_(links), machine_(machine), victims_(std::move(victims)) {
        links_.attach(machine_, *this, {});
        act();
    }
    ~ByteLiar() override { links_.detach(machine_); }

    uint64_t lies() const noexcept { return lies_; }

    void on_accepted(StreamId, const wire::Multiaddr&) override {}
    void on_connected(StreamId stream) override {
        open_.push_back(stream);
        switch (time_.random()() % 3) {
            case 0:
                return;  // holds the connection and is silent
            case 1:
                return babble(stream);
            default:
                constexpr std::string_view kHello = "\x13/multistream/1.0.0\n\x07/noise\n";
                links_.send(machine_, stream, Bytes(kHello.begin(), kHello.end()));
                babble(stream);
        }
    }
    void on_connect_failed(StreamId, const std::string&) override {}
    void on_data(StreamId stream, Bytes) override { babble(stream); }
    void on_writable(StreamId) override {}
    void on_ended(StreamId stream) override { std::erase(open_, stream); }

  private:
    void babble(StreamId stream) {
        ++lies_;
        Bytes bytes(time_.random()() % 2000);
        for (uint8_t& byte : bytes) byte = static_cast<uint8_t>(time_.random()());
        links_.send(machine_, stream, std::move(bytes));
    }
    void act() {
        constexpr uint64_t kPeriodUs = 2'000'000;
        constexpr size_t kMostOpen = 20;
        time_.post_after_us(kPeriodUs, [this] { act(); });
        if (open_.size() >= kMostOpen) {
            links_.close(machine_, open_.front());
            open_.erase(open_.begin());
        }
        links_.connect(machine_, victims_[time_.random()() % victims_.size()]);
    }

    platform::VirtualTime& time_;
    ByteLinks& links_;
    const MachineId machine_;
    const std::vector<wire::Multiaddr> victims_;
    std::vector<StreamId> open_;
    uint64_t lies_ = 0;
};

}  // namespace serinus::network::simulation
