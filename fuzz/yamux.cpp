// One end of yamux between bytes from anywhere and a consumer that does what it likes. What waits inside is bounded,
// data belongs to streams that are open, and after an error nothing is taken any more.
#include <map>

#include "base/assert.hpp"
#include "libp2p/yamux/session.hpp"

using namespace serinus;
using namespace serinus::network::yamux;

namespace {

constexpr SessionOptions kOptions = {.max_inbound_streams = 8, .max_outbound_streams = 8, .max_control_frames = 32};
constexpr size_t kMaxOutputBytes = size_t{1} << 20;

enum class Life : uint8_t { kOpen, kFinished };

struct Consumer {
    Session session;
    std::map<StreamId, Life> open;  ///< as the consumer knows them

    void on_events(const std::vector<SessionEvent>& events) {
        for (const SessionEvent& event : events) {
            if (const auto* opened = std::get_if<StreamOpened>(&event)) {
                SERINUS_ASSERT(open.emplace(opened->stream, Life::kOpen).second);
            } else if (const auto* data = std::get_if<StreamData>(&event)) {
                const auto found = open.find(data->stream);
                SERINUS_ASSERT(found != open.end() && found->second == Life::kOpen && !data->bytes.empty());
                session.consumed(data->stream, data->bytes.size());
            } else if (const auto* finished = std::get_if<StreamFinished>(&event)) {
                const auto found = open.find(finished->stream);
                SERINUS_ASSERT(found != open.end() && found->second == Life::kOpen);
                found->second = Life::kFinished;
            } else if (const auto* reset = std::get_if<StreamReset>(&event)) {
                SERINUS_ASSERT(open.erase(reset->stream) == 1);
            }
        }
    }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    BytesView input(data, size);
    const auto next = [&input]() -> uint8_t {
        if (input.empty()) return 0;
        const uint8_t out = input[0];
        input = input.subspan(1);
        return out;
    };
    Consumer consumer{.session = Session((next() & 1) != 0 ? Role::kClient : Role::kServer, kOptions), .open = {}};
    Session& session = consumer.session;
    bool has_failed = false;
    while (!input.empty()) {
        const uint8_t order = next();
        const auto some = [&]() -> std::optional<StreamId> {
            if (consumer.open.empty()) return std::nullopt;
            return std::next(consumer.open.begin(), next() % static_cast<ptrdiff_t>(consumer.open.size()))->first;
        };
        std::vector<SessionEvent> events;
        switch (order % 8) {
            case 0:
            case 1: {
                const size_t count = std::min<size_t>(input.size(), next());
                const BytesView bytes = input.first(std::min(count, input.size()));
                input = input.subspan(bytes.size());
                const auto taken = session.take(bytes, events);
                SERINUS_ASSERT(!has_failed || !taken || events.empty());
                has_failed |= !taken;
                consumer.on_events(events);
                break;
            }
            case 2: {
                const size_t most = next() * size_t{64};
                Bytes out;
                session.give(most, out, events);
                SERINUS_ASSERT(out.size() <= most + kHeaderBytes + kOptions.max_frame_bytes);
                consumer.on_events(events);
                break;
            }
            case 3:
                if (const auto stream = session.open()) consumer.open.emplace(*stream, Life::kOpen);
                break;
            case 4:
                if (const auto stream = some()) {
                    const size_t count = std::min(session.writable_bytes(*stream), next() * size_t{300});
                    session.write(*stream, Bytes(count, order));
                }
                break;
            case 5:
                if (const auto stream = some()) session.finish(*stream);
                break;
            case 6:
                if (const auto stream = some()) {
                    session.reset(*stream);
                    consumer.open.erase(*stream);
                }
                break;
            default:
                if (const auto stream = some()) session.raise_window(*stream, uint32_t{next()} << 16);
                break;
        }
        SERINUS_ASSERT(session.stream_count() <= kOptions.max_inbound_streams + kOptions.max_outbound_streams);
        SERINUS_ASSERT(session.queued_bytes() <= session.stream_count() * kOptions.max_queued_bytes);
    }
    // All that waits can be sent, and is bounded.
    Bytes out;
    for (int i = 0; i < 1000 && session.has_output(); ++i) {
        std::vector<SessionEvent> events;
        const size_t before = out.size();
        session.give(64 * 1024, out, events);
        if (out.size() == before) break;
    }
    SERINUS_ASSERT(out.size() < kMaxOutputBytes * 4);
    return 0;
}
