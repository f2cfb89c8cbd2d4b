#include "network/simulation/byte_links.hpp"

#include <algorithm>

namespace serinus::network::simulation {
namespace {

constexpr uint64_t kRetryUs = 200'000;  ///< while the other side cannot be reached

}  // namespace

ByteLinks::ByteLinks(platform::VirtualTime& time, const StreamWeather& weather,
                     std::function<bool(MachineId, MachineId)> reaches)
    : time_(time), weather_(weather), reaches_(std::move(reaches)) {}

void ByteLinks::attach(MachineId machine, StreamUser& user, std::vector<wire::Multiaddr> addresses) {
    machines_[machine] = {.user = &user, .addresses = std::move(addresses)};
}

void ByteLinks::detach(MachineId machine) {
    machines_.erase(machine);
    std::vector<StreamId> ended;
    for (auto& [id, stream] : streams_) {
        for (const size_t side : {size_t{0}, size_t{1}}) {
            if (stream.ends[side] != machine || stream.is_gone[side]) continue;
            stream.is_gone[side] = true;
            ended.push_back(id);
        }
    }
    for (const StreamId id : ended) {
        const auto found = streams_.find(id);
        if (found == streams_.end()) continue;
        const size_t side = found->second.ends[0] == machine ? 0 : 1;
        // Data on its way is lost with the machine that would have sent it again.
        found->second.from[side].pieces.clear();
        found->second.from[side].bytes = 0;
        put(id, side, {});
    }
}

StreamUser* ByteLinks::user_of(MachineId machine) const {
    const auto found = machines_.find(machine);
    return found == machines_.end() ? nullptr : found->second.user;
}

uint64_t ByteLinks::random_delay_us() {
    auto& random = time_.random();
    const uint64_t spread = weather_.max_delay_us - weather_.min_delay_us;
    uint64_t delay = weather_.min_delay_us + (spread == 0 ? 0 : random() % spread);
    if (weather_.loss_per_mille > 0 && random() % 1000 < weather_.loss_per_mille) delay += weather_.resend_delay_us;
    return delay;
}

StreamId ByteLinks::connect(MachineId from, const wire::Multiaddr& to) {
    const StreamId id = next_stream_++;
    streams_[id].ends[0] = from;
    // There and back again.
    const uint64_t delay = 2 * weather_.min_delay_us + time_.random()() % (2 * weather_.max_delay_us + 1);
    const uint64_t deadline = time_.now_us() + kConnectTimeoutUs;
    time_.post_after_us(delay, [this, from, id, to, deadline] { finish_connect(from, id, to, deadline); });
    return id;
}

void ByteLinks::finish_connect(MachineId from, StreamId id, const wire::Multiaddr& to, uint64_t deadline_us) {
    const auto found = streams_.find(id);
    if (found == streams_.end()) return;
    StreamUser* const dialer = user_of(from);
    if (dialer == nullptr || found->second.is_gone[0]) {
        streams_.erase(found);
        return;
    }
    const auto host = std::ranges::find_if(machines_, [&](const auto& machine) {
        return std::ranges::find(machine.second.addresses, to) != machine.second.addresses.end();
    });
    const bool is_reachable = host != machines_.end() && reaches(from, host->first) && reaches(host->first, from);
    if (host != machines_.end() && !is_reachable && time_.now_us() < deadline_us) {
        time_.post_after_us(kRetryUs, [this, from, id, to, deadline_us] { finish_connect(from, id, to, deadline_us); });
        return;
    }
    if (!is_reachable) {
        streams_.erase(found);
        dialer->on_connect_failed(id, host == machines_.end() ? "nobody listens" : "timed out");
        return;
    }
    found->second.ends[1] = host->first;
    const auto& own = machines_.at(from).addresses;
    const wire::Multiaddr from_address = own.empty() ? to : own.front();
    host->second.user->on_accepted(id, from_address);
    dialer->on_connected(id);
}

size_t ByteLinks::room(MachineId end, StreamId stream) const {
    const auto found = streams_.find(stream);
    if (found == streams_.end()) return 0;
    const Direction& direction = found->second.from[found->second.ends[0] == end ? 0 : 1];
    return weather_.window_bytes - std::min(weather_.window_bytes, direction.bytes);
}

void ByteLinks::send(MachineId end, StreamId id, Bytes data) {
    const auto found = streams_.find(id);
    if (found == streams_.end() || data.empty()) return;
    const size_t side = found->second.ends[0] == end ? 0 : 1;
    if (found->second.is_gone[side] || found->second.from[side].is_closed) return;
    put(id, side, std::move(data));
}

void ByteLinks::close(MachineId end, StreamId id) {
    const auto found = streams_.find(id);
    if (found == streams_.end()) return;
    const size_t side = found->second.ends[0] == end ? 0 : 1;
    if (std::exchange(found->second.is_gone[side], true)) return;
    put(id, side, {});
}

void ByteLinks::put(StreamId id, size_t side, Bytes data) {
    Direction& direction = streams_.at(id).from[side];
    if (direction.is_closed) return;
    direction.is_closed = data.empty();
    direction.bytes += data.size();
    if (direction.bytes >= weather_.window_bytes) direction.was_full = true;
    const uint64_t arrival = time_.now_us() + random_delay_us();
    const uint64_t before = direction.pieces.empty() ? 0 : direction.pieces.back().arrival_us;
    direction.pieces.push_back({std::max(before, arrival), std::move(data)});
    if (!direction.is_planned) plan(id, side, direction.pieces.front().arrival_us);
}

void ByteLinks::plan(StreamId id, size_t side, uint64_t at_us) {
    streams_.at(id).from[side].is_planned = true;
    const uint64_t now = time_.now_us();
    time_.post_after_us(at_us > now ? at_us - now : 0, [this, id, side] { deliver_next(id, side); });
}

/// The first piece of a direction arrives, or is sent again later if the other side cannot be reached.
void ByteLinks::deliver_next(StreamId id, size_t side) {
    const auto found = streams_.find(id);
    if (found == streams_.end()) return;
    Stream& stream = found->second;
    Direction& direction = stream.from[side];
    direction.is_planned = false;
    const MachineId from = stream.ends[side], to = stream.ends[1 - side];
    if (stream.is_gone[1 - side] || user_of(to) == nullptr) {
        direction.pieces.clear();
        if (direction.is_closed) end_for(stream, id, 1 - side);
        return forget_if_over(id);
    }
    if (direction.pieces.empty()) return;
    if (!reaches(from, to)) {
        if (time_.now_us() < direction.pieces.front().arrival_us + kGiveUpUs) {
            return plan(id, side, time_.now_us() + kRetryUs);
        }
        end_for(stream, id, 1 - side);
        end_for(stream, id, side);
        return forget_if_over(id);
    }
    Piece piece = std::move(direction.pieces.front());
    direction.pieces.pop_front();
    direction.bytes -= piece.data.size();
    delivered_bytes_ += piece.data.size();
    if (!direction.pieces.empty()) plan(id, side, direction.pieces.front().arrival_us);
    const bool has_room = direction.was_full && direction.bytes < weather_.window_bytes / 2;
    if (has_room) direction.was_full = false;
    StreamUser* const sender = stream.is_gone[side] ? nullptr : user_of(from);
    // The users may order anything now: the stream may be gone behind these lines.
    if (piece.data.empty()) {
        end_for(stream, id, 1 - side);
        return forget_if_over(id);
    }
    user_of(to)->on_data(id, std::move(piece.data));
    if (has_room && sender != nullptr) sender->on_writable(id);
}

void ByteLinks::end_for(Stream& stream, StreamId id, size_t side) {
    if (std::exchange(stream.is_gone[side], true)) return;
    if (StreamUser* const user = user_of(stream.ends[side])) user->on_ended(id);
}

void ByteLinks::forget_if_over(StreamId id) {
    const auto found = streams_.find(id);
    if (found != streams_.end() && found->second.is_gone[0] && found->second.is_gone[1]) streams_.erase(found);
}

}  // namespace serinus::network::simulation
