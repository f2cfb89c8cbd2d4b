/// Streams of bytes between simulated machines, in virtual time: a model of TCP, with weather and faults.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <optional>

#include "libp2p/wire/multiaddr.hpp"
#include "platform/virtual_scheduler.hpp"

namespace serinus::network::simulation {

using MachineId = size_t;
using StreamId = uint64_t;  ///< one for both ends

/// How links are when nothing is wrong with them.
struct StreamWeather {
    uint64_t min_delay_us = 5'000, max_delay_us = 60'000;  ///< of each piece; the order of a stream is kept
    /// Of a thousand pieces, how many are lost and sent again, which delays all that is behind them.
    uint32_t loss_per_mille = 5;
    uint64_t resend_delay_us = 300'000;
    size_t window_bytes = size_t{256} << 10;  ///< on their way in one direction of a stream
};

/// The events of a machine's streams. Calls come as events of the virtual time: the machine runs them as its own
/// tasks.
class StreamUser {
  public:
    virtual ~StreamUser() = default;
    /// Another machine has connected to an address of this one.
    virtual void on_accepted(StreamId stream, const wire::Multiaddr& from) = 0;
    /// An order of connect() is carried out, or has failed with a reason.
    virtual void on_connected(StreamId stream) = 0;
    virtual void on_connect_failed(StreamId stream, const std::string& reason) = 0;
    virtual void on_data(StreamId stream, Bytes data) = 0;
    /// There is room in the window again.
    virtual void on_writable(StreamId stream) = 0;
    /// The other end is gone.
    virtual void on_ended(StreamId stream) = 0;
};

class ByteLinks {
  public:
    /// `time` must outlive it. `reaches` says whether data of `from` arrives at `to` now; empty: always.
    ByteLinks(platform::VirtualTime& time, const StreamWeather& weather,
              std::function<bool(MachineId from, MachineId to)> reaches = {});

    /// The machine answers at these addresses from now on, of which connections to others seem to come.
    void attach(MachineId machine, StreamUser& user, std::vector<wire::Multiaddr> addresses);
    /// The machine is off: its streams end for the others, nothing is delivered to it any more. True to a power loss
    /// only in its effect: the others notice after a delay.
    void detach(MachineId machine);

    /// For data sent from here on. The window stays.
    void set_weather(StreamWeather weather) {
        weather.window_bytes = weather_.window_bytes;
        weather_ = weather;
    }
    const StreamWeather& weather() const noexcept { return weather_; }

    StreamId connect(MachineId from, const wire::Multiaddr& to);
    /// How many more bytes the stream takes now.
    size_t room(MachineId end, StreamId stream) const;
    void send(MachineId end, StreamId stream, Bytes data);
    /// Sent data still arrives; none is received any more.
    void close(MachineId end, StreamId stream);

    size_t stream_count() const noexcept { return streams_.size(); }
    uint64_t delivered_bytes() const noexcept { return delivered_bytes_; }

    static constexpr uint64_t kConnectTimeoutUs = 10'000'000;
    /// After which a stream ends whose bytes do not arrive.
    static constexpr uint64_t kGiveUpUs = 60'000'000;

  private:
    struct Machine {
        StreamUser* user = nullptr;
        std::vector<wire::Multiaddr> addresses;
    };
    /// Bytes on their way; without bytes it is the end of the stream.
    struct Piece {
        uint64_t arrival_us = 0;
        Bytes data;
    };
    struct Direction {
        std::deque<Piece> pieces;
        size_t bytes = 0;         ///< of the pieces
        bool is_closed = false;   ///< by the end that sends
        bool is_planned = false;  ///< an event for the first piece is set
        bool was_full = false;
    };
    struct Stream {
        MachineId ends[2] = {0, 0};  ///< the machine that connected, and the other
        Direction from[2];
        bool is_gone[2] = {false, false};
    };

    void finish_connect(MachineId from, StreamId id, const wire::Multiaddr& to, uint64_t deadline_us);
    void put(StreamId id, size_t side, Bytes data);
    void plan(StreamId id, size_t side, uint64_t at_us);
    void deliver_next(StreamId id, size_t side);
    void end_for(Stream& stream, StreamId id, size_t side);
    void forget_if_over(StreamId id);
    bool reaches(MachineId from, MachineId to) const { return !reaches_ || reaches_(from, to); }
    uint64_t random_delay_us();
    StreamUser* user_of(MachineId machine) const;

    platform::VirtualTime& time_;
    StreamWeather weather_;
    const std::function<bool(MachineId, MachineId)> reaches_;
    std::map<MachineId, Machine> machines_;
    std::map<StreamId, Stream> streams_;
    StreamId next_stream_ = 1;
    uint64_t delivered_bytes_ = 0;
};

}  // namespace serinus::network::simulation
