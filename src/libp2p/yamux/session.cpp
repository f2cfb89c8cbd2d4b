#include "libp2p/yamux/session.hpp"

#include <algorithm>

#include "base/assert.hpp"

namespace serinus::network::yamux {
namespace {

constexpr uint8_t kVersion = 0;
constexpr uint16_t kSyn = 1, kAck = 2, kFin = 4, kRst = 8;

uint32_t big_endian_32(BytesView bytes) noexcept {
    return static_cast<uint32_t>(bytes[0]) << 24 | static_cast<uint32_t>(bytes[1]) << 16 |
           static_cast<uint32_t>(bytes[2]) << 8 | bytes[3];
}

}  // namespace

const char* to_string(SessionError error) noexcept {
    switch (error) {
        case SessionError::kBadVersion:
            return "a frame of another version";
        case SessionError::kBadType:
            return "a frame of an unknown type";
        case SessionError::kBadStreamId:
            return "a frame opens a stream with an id that it may not have";
        case SessionError::kWindowExceeded:
            return "more data than the window of the stream allows";
        case SessionError::kWindowOverflow:
            return "a window above 2^32 - 1";
        case SessionError::kTooManyPings:
            return "too many pings without reading the answers";
        case SessionError::kTooManyStreams:
            return "too many streams without reading that they are refused";
    }
    return "";
}

Result<void, SessionError> Session::take(BytesView input, Events& events) {
    if (has_failed_) return {};
    while (!input.empty()) {
        if (data_left_ > 0) {
            const BytesView piece = input.first(std::min<size_t>(data_left_, input.size()));
            input = input.subspan(piece.size());
            data_left_ -= static_cast<uint32_t>(piece.size());
            on_data(piece, events);
            continue;
        }
        const size_t more = std::min(kHeaderBytes - header_size_, input.size());
        std::ranges::copy(input.first(more), header_.begin() + static_cast<ptrdiff_t>(header_size_));
        header_size_ += more;
        input = input.subspan(more);
        if (header_size_ < kHeaderBytes) break;
        header_size_ = 0;

        const auto result = [&]() -> Result<void, SessionError> {
            if (header_[0] != kVersion) return Err(SessionError::kBadVersion);
            if (header_[1] > static_cast<uint8_t>(FrameType::kGoAway)) return Err(SessionError::kBadType);
            const BytesView bytes(header_);
            return on_header({.type = static_cast<FrameType>(header_[1]),
                              .flags = static_cast<uint16_t>(header_[2] << 8 | header_[3]),
                              .stream = big_endian_32(bytes.subspan(4)),
                              .length = big_endian_32(bytes.subspan(8))},
                             events);
        }();
        if (!result) {
            has_failed_ = true;
            go_away(GoAwayCode::kProtocolError);
            return Err(result.error());
        }
    }
    return {};
}

Result<void, SessionError> Session::on_header(const Header& header, Events& events) {
    switch (header.type) {
        case FrameType::kPing:
            if ((header.flags & kAck) != 0) {
                events.push_back(PongReceived{header.length});
                return {};
            }
            return queue_control({FrameType::kPing, kAck, 0, header.length}, SessionError::kTooManyPings);
        case FrameType::kGoAway:
            is_remote_gone_ = true;
            events.push_back(GoAwayReceived{header.length});
            return {};
        case FrameType::kData:
            return on_data_begin(header, events);
        case FrameType::kWindowUpdate:
            break;
    }
    TRY_ASSIGN(Stream* const stream, find_or_accept(header, events));
    if (stream == nullptr) return {};
    if (header.length > UINT32_MAX - stream->send_window) return Err(SessionError::kWindowOverflow);
    stream->send_window += header.length;
    if (stream->queued() > 0) schedule(header.stream, *stream);
    if ((header.flags & kFin) != 0) on_remote_finish(header.stream, events);
    if ((header.flags & kRst) != 0) {
        erase(header.stream);
        events.push_back(StreamReset{header.stream});
    }
    return {};
}

/// nullptr: a stream that is gone, or was refused.
Result<Session::Stream*, SessionError> Session::find_or_accept(const Header& header, Events& events) {
    const StreamId id = header.stream;
    const auto found = streams_.find(id);
    if ((header.flags & kSyn) == 0) return found == streams_.end() ? nullptr : &found->second;

    const bool is_of_client = id % 2 == 1;
    // Ids need not ascend: an implementation that opens streams on several threads may send a later one first.
    if (id == 0 || is_of_client == (role_ == Role::kClient) || found != streams_.end()) {
        return Err(SessionError::kBadStreamId);
    }
    if (control_.size() >= options_.max_control_frames) return Err(SessionError::kTooManyStreams);
    if (inbound_ >= options_.max_inbound_streams || is_going_away_) {
        TRY(queue_control({FrameType::kWindowUpdate, kRst, id, 0}, SessionError::kTooManyStreams));
        return nullptr;
    }
    Stream& stream = streams_[id];
    stream.is_inbound = true;
    stream.needs_ack = true;
    ++inbound_;
    schedule(id, stream);
    events.push_back(StreamOpened{id});
    return &stream;
}

Result<void, SessionError> Session::on_data_begin(const Header& header, Events& events) {
    TRY_ASSIGN(Stream* const stream, find_or_accept(header, events));
    if (stream != nullptr) {
        if (header.length > stream->receive_window || (stream->is_remote_finished && header.length > 0)) {
            return Err(SessionError::kWindowExceeded);
        }
        stream->receive_window -= header.length;
    } else if (header.length > kInitialWindow * 64) {
        return Err(SessionError::kWindowExceeded);  // nobody was ever allowed so much
    }
    // Data of no stream stays so, even if this side opens a stream of that id before all of it has come.
    data_stream_ = stream != nullptr ? header.stream : 0;
    data_left_ = header.length;
    data_finishes_ = (header.flags & kFin) != 0;
    data_resets_ = (header.flags & kRst) != 0;
    if (data_left_ == 0) on_data({}, events);
    return {};
}

void Session::on_data(BytesView bytes, Events& events) {
    if (!streams_.contains(data_stream_)) return;  // reset by us while its data was on the way
    if (!bytes.empty()) events.push_back(StreamData{data_stream_, bytes});
    if (data_left_ > 0) return;
    if (data_finishes_) on_remote_finish(data_stream_, events);
    if (data_resets_ && streams_.contains(data_stream_)) {
        erase(data_stream_);
        events.push_back(StreamReset{data_stream_});
    }
}

void Session::on_remote_finish(StreamId id, Events& events) {
    const auto found = streams_.find(id);
    if (found == streams_.end() || found->second.is_remote_finished) return;
    found->second.is_remote_finished = true;
    events.push_back(StreamFinished{id});
    if (found->second.is_fin_sent) erase(id);
}

Result<void, SessionError> Session::queue_control(const Header& header, SessionError overflow) {
    if (control_.size() >= options_.max_control_frames) return Err(overflow);
    control_.push_back(header);
    return {};
}

std::optional<StreamId> Session::open() {
    constexpr StreamId kLastId = UINT32_MAX - 2;
    if (is_remote_gone_ || has_failed_ || outbound_ >= options_.max_outbound_streams || next_id_ > kLastId) {
        return std::nullopt;
    }
    const StreamId id = next_id_;
    next_id_ += 2;
    Stream& stream = streams_[id];
    stream.needs_syn = true;
    ++outbound_;
    schedule(id, stream);
    return id;
}

size_t Session::writable_bytes(StreamId id) const noexcept {
    const auto found = streams_.find(id);
    if (found == streams_.end() || found->second.is_finished) return 0;
    return options_.max_queued_bytes - std::min(options_.max_queued_bytes, found->second.queued());
}

void Session::write(StreamId id, BytesView bytes) {
    const size_t room = writable_bytes(id);
    SERINUS_ASSERT(bytes.size() <= room);
    if (bytes.empty()) return;
    Stream& stream = streams_.at(id);
    append(stream.queue, bytes);
    queued_bytes_ += bytes.size();
    stream.is_full = bytes.size() == room;
    schedule(id, stream);
}

void Session::finish(StreamId id) {
    const auto found = streams_.find(id);
    if (found == streams_.end() || found->second.is_finished) return;
    found->second.is_finished = true;
    schedule(id, found->second);
}

void Session::reset(StreamId id) {
    const auto found = streams_.find(id);
    if (found == streams_.end()) return;
    // Nobody has heard of a stream whose SYN was not sent.
    if (!found->second.needs_syn) control_.push_back({FrameType::kWindowUpdate, kRst, id, 0});
    erase(id);
}

void Session::consumed(StreamId id, size_t bytes) {
    const auto found = streams_.find(id);
    if (found == streams_.end()) return;
    Stream& stream = found->second;
    SERINUS_ASSERT(stream.receive_window + size_t{stream.to_return} + bytes <= stream.max_receive_window);
    stream.to_return += static_cast<uint32_t>(bytes);
    // Told in large steps: a frame for each half of a window.
    if (stream.to_return >= stream.max_receive_window / 2) schedule(id, stream);
}

void Session::raise_window(StreamId id, uint32_t window) {
    const auto found = streams_.find(id);
    if (found == streams_.end() || window <= found->second.max_receive_window) return;
    Stream& stream = found->second;
    stream.to_return += window - stream.max_receive_window;
    stream.max_receive_window = window;
    schedule(id, stream);
}

void Session::ping(uint32_t value) { control_.push_back({FrameType::kPing, kSyn, 0, value}); }

void Session::go_away(GoAwayCode code) {
    if (std::exchange(is_going_away_, true)) return;
    control_.push_back({FrameType::kGoAway, 0, 0, static_cast<uint32_t>(code)});
}

bool Session::has_output() const noexcept { return !control_.empty() || (!schedule_.empty() && !has_failed_); }

bool Session::wants_to_send(const Stream& stream) noexcept {
    const bool has_data = stream.queued() > 0 && stream.send_window > 0;
    const bool has_fin = stream.is_finished && !stream.is_fin_sent && stream.queued() == 0;
    const bool has_window = stream.to_return >= stream.max_receive_window / 2 && !stream.is_remote_finished;
    return stream.needs_syn || stream.needs_ack || has_data || has_fin || has_window;
}

void Session::schedule(StreamId id, Stream& stream) {
    if (stream.is_scheduled || !wants_to_send(stream)) return;
    stream.is_scheduled = true;
    schedule_.push_back(id);
}

void Session::append_frame(Bytes& out, const Header& header) const {
    const uint8_t bytes[kHeaderBytes] = {kVersion,
                                         static_cast<uint8_t>(header.type),
                                         static_cast<uint8_t>(header.flags >> 8),
                                         static_cast<uint8_t>(header.flags),
                                         static_cast<uint8_t>(header.stream >> 24),
                                         static_cast<uint8_t>(header.stream >> 16),
                                         static_cast<uint8_t>(header.stream >> 8),
                                         static_cast<uint8_t>(header.stream),
                                         static_cast<uint8_t>(header.length >> 24),
                                         static_cast<uint8_t>(header.length >> 16),
                                         static_cast<uint8_t>(header.length >> 8),
                                         static_cast<uint8_t>(header.length)};
    append(out, bytes);
}

uint16_t Session::take_open_flags(Stream& stream) noexcept {
    const auto flags = static_cast<uint16_t>((stream.needs_syn ? kSyn : 0) | (stream.needs_ack ? kAck : 0));
    stream.needs_syn = stream.needs_ack = false;
    return flags;
}

void Session::give_stream(StreamId id, Stream& stream, Bytes& out) {
    const bool returns = stream.to_return >= stream.max_receive_window / 2 && !stream.is_remote_finished;
    const auto size = static_cast<uint32_t>(
        std::min({stream.queued(), size_t{stream.send_window}, size_t{options_.max_frame_bytes}}));
    // The end is a frame of its own. Observed: js-libp2p (yamux 7.0.4) drops the data of a frame that ends its stream
    const bool finishes = stream.is_finished && !stream.is_fin_sent && stream.queued() == size;
    if (returns || ((stream.needs_syn || stream.needs_ack) && size == 0 && !finishes)) {
        const uint32_t delta = returns ? std::exchange(stream.to_return, 0) : 0;
        stream.receive_window += delta;
        append_frame(out, {FrameType::kWindowUpdate, take_open_flags(stream), id, delta});
    }
    if (size > 0) {
        append_frame(out, {FrameType::kData, take_open_flags(stream), id, size});
        append(out, BytesView(stream.queue).subspan(stream.queue_begin, size));
    }
    if (finishes) {
        append_frame(out, {FrameType::kData, static_cast<uint16_t>(take_open_flags(stream) | kFin), id, 0});
        stream.is_fin_sent = true;
    }
    stream.queue_begin += size;
    stream.send_window -= size;
    queued_bytes_ -= size;
    if (stream.queue_begin == stream.queue.size()) {
        stream.queue.clear();
        stream.queue_begin = 0;
    } else if (stream.queue_begin >= stream.queue.size() / 2) {
        stream.queue.erase(stream.queue.begin(), stream.queue.begin() + static_cast<ptrdiff_t>(stream.queue_begin));
        stream.queue_begin = 0;
    }
}

void Session::give(size_t max_bytes, Bytes& out, Events& events) {
    const size_t end = out.size() + max_bytes;
    for (; !control_.empty() && out.size() < end; control_.pop_front()) append_frame(out, control_.front());
    while (!schedule_.empty() && out.size() < end && !has_failed_) {
        const StreamId id = schedule_.front();
        schedule_.pop_front();
        const auto found = streams_.find(id);
        if (found == streams_.end()) continue;  // reset since
        Stream& stream = found->second;
        stream.is_scheduled = false;
        give_stream(id, stream, out);
        if (stream.is_full && !stream.is_finished && stream.queued() <= options_.max_queued_bytes / 2) {
            stream.is_full = false;
            events.push_back(StreamWritable{id});
        }
        if (stream.is_fin_sent && stream.is_remote_finished) {
            erase(id);
        } else {
            schedule(id, stream);
        }
    }
}

void Session::erase(StreamId id) {
    const auto found = streams_.find(id);
    if (found == streams_.end()) return;
    queued_bytes_ -= found->second.queued();
    --(found->second.is_inbound ? inbound_ : outbound_);
    streams_.erase(found);
}

}  // namespace serinus::network::yamux
