#include "protocols/simulation/lying_peer.hpp"

#include "codec/scale.hpp"
#include "libp2p/wire/varint.hpp"
#include "network/ping/ping.hpp"
#include "protocols/block_announces/messages.hpp"

namespace serinus::network::simulation {
namespace {

constexpr size_t kMiB = size_t{1} << 20;
constexpr size_t kMaxInvented = 64;
/// Of requests that this peer has on their way, or left without an answer that it read.
constexpr size_t kMaxRequests = 64;

noise::SecretKey secret_of(std::mt19937_64& random) {
    ByteArray<32> bytes{};
    for (uint8_t& byte : bytes) byte = static_cast<uint8_t>(random());
    return noise::SecretKey(bytes);
}
noise::Identity identity_of(std::mt19937_64& random) {
    const auto key = secret_of(random);
    return {crypto::ed25519::Seed(key), secret_of(random)};
}

}  // namespace

const char* to_string(Lie lie) noexcept {
    switch (lie) {
        case Lie::kChangesRole:
            return "changes-role";
        case Lie::kInventsHeaders:
            return "invents-headers";
        case Lie::kReadsNoAnswers:
            return "reads-no-answers";
        case Lie::kRepeatsRequests:
            return "repeats-requests";
        case Lie::kFloodsStrangely:
            return "floods-strangely";
        case Lie::kFloodsPolitely:
            return "floods-politely";
        case Lie::kNeverAsks:
            return "never-asks";
        case Lie::kNeverEnds:
            return "never-ends";
    }
    return "";
}

LyingPeer::LyingPeer(LyingPeerOptions options, Millis now)
    : options_(std::move(options)),
      random_(options_.seed),
      identity_(identity_of(random_)),
      connection_(
          identity_, secret_of(random_), [](std::string_view protocol) { return use_of(protocol).has_value(); },
          {.is_dialer = true, .multiplexer = {.max_outbound_streams = 100'000}}, now) {}

/// Of the substreams that the other side opens.
std::optional<LyingPeer::Use> LyingPeer::use_of(std::string_view protocol) {
    if (protocol == kPingName) return Use::kPing;
    if (protocol.ends_with("/block-announces/1")) return Use::kAnnounces;
    if (protocol.ends_with("/transactions/1")) return Use::kTransactions;
    if (protocol.ends_with("/grandpa/1")) return Use::kOther;
    if (protocol.ends_with("/sync/2")) return Use::kAnswers;
    return std::nullopt;
}

void LyingPeer::take(MutableBytesView input, Millis now) {
    std::vector<libp2p::ConnectionEvent> events;
    connection_.take(input, now, events);
    on_events(events);
}

void LyingPeer::give(size_t max_bytes, Bytes& out) {
    std::vector<libp2p::ConnectionEvent> events;
    connection_.give(max_bytes, out, events);
    on_events(events);
}

void LyingPeer::on_events(std::vector<libp2p::ConnectionEvent>& events) {
    for (auto& event : events) {
        if (const auto* accepted = std::get_if<libp2p::SubstreamAccepted>(&event)) {
            substreams_[accepted->substream].use = *use_of(accepted->protocol);
        } else if (const auto* data = std::get_if<libp2p::SubstreamData>(&event)) {
            const auto found = substreams_.find(data->substream);
            if (found == substreams_.end()) continue;
            Substream& substream = found->second;
            if (substream.reads) connection_.consumed(data->substream, data->bytes.size());
            if (substream.use == Use::kRequest) {
                answer_bytes_ += data->bytes.size();
                continue;
            }
            append(substream.incoming, data->bytes);
            if (substream.use == Use::kPing) {
                while (substream.incoming.size() >= kPingBytes) {
                    append(substream.outgoing, BytesView(substream.incoming).first(kPingBytes));
                    substream.incoming.erase(substream.incoming.begin(), substream.incoming.begin() + kPingBytes);
                }
                pump(data->substream, substream);
                continue;
            }
            BytesView rest = substream.incoming;
            const auto length = wire::decode_varint(rest);
            if (!length || *length > rest.size()) continue;
            const Bytes message = to_bytes(rest.first(*length));
            substream.incoming.clear();  // messages that come together are of no interest
            on_message(data->substream, substream, message);
        } else if (const auto* writable = std::get_if<libp2p::SubstreamWritable>(&event)) {
            const auto found = substreams_.find(writable->substream);
            if (found != substreams_.end()) pump(found->first, found->second);
        } else if (const auto* negotiated = std::get_if<libp2p::SubstreamNegotiated>(&event)) {
            const auto found = substreams_.find(negotiated->substream);
            if (found != substreams_.end()) pump(found->first, found->second);
        } else if (const auto* finished = std::get_if<libp2p::SubstreamFinished>(&event)) {
            const auto found = substreams_.find(finished->substream);
            if (found != substreams_.end() && found->second.use == Use::kRequest) substreams_.erase(found);
        } else if (const auto* reset = std::get_if<libp2p::SubstreamReset>(&event)) {
            substreams_.erase(reset->substream);
        } else if (const auto* refused = std::get_if<libp2p::SubstreamRefused>(&event)) {
            substreams_.erase(refused->substream);
        }
    }
}

void LyingPeer::on_message(SubstreamId id, Substream& substream, BytesView message) {
    const bool is_first = !std::exchange(substream.has_shaken, true);
    if (substream.is_ours) return;
    if (substream.use == Use::kAnswers) {
        const auto request = sync::decode_block_request(message);
        say(id, substream, request && options_.lie == Lie::kInventsHeaders ? invented_blocks(*request) : Bytes());
        substream.finishes = true;
        return pump(id, substream);
    }
    if (!is_first) return;
    say(id, substream, substream.use == Use::kAnnounces ? handshake(false) : Bytes{1});
}

void LyingPeer::say(SubstreamId id, Substream& substream, BytesView message) {
    wire::append_length_prefixed(substream.outgoing, message);
    pump(id, substream);
}

void LyingPeer::pump(SubstreamId id, Substream& substream) {
    const size_t size = std::min(substream.outgoing.size(), connection_.writable_bytes(id));
    connection_.write(id, BytesView(substream.outgoing).first(size));
    substream.outgoing.erase(substream.outgoing.begin(), substream.outgoing.begin() + static_cast<ptrdiff_t>(size));
    if (substream.outgoing.empty() && substream.finishes) connection_.finish(id);
}

LyingPeer::Substream* LyingPeer::open(std::string_view protocol, Use use, Millis now) {
    const auto id = connection_.open({name(protocol)}, now);
    if (!id) return nullptr;
    last_opened_ = *id;
    Substream& substream = substreams_[*id];
    substream = {.use = use, .is_ours = true};
    return &substream;
}

Bytes LyingPeer::handshake(bool is_light) const {
    return encode(gossip::AnnounceHandshake{.role = is_light ? gossip::Role::kLight : gossip::Role::kFull,
                                            .best = {options_.genesis, 0},
                                            .genesis = options_.genesis});
}

Bytes LyingPeer::random_bytes(size_t size) {
    Bytes out(size);
    for (size_t i = 0; i < size; i += 8) {
        const uint64_t word = random_();
        for (size_t j = i; j < std::min(size, i + 8); ++j) out[j] = static_cast<uint8_t>(word >> 8 * (j - i));
    }
    return out;
}

/// Invented headers with bodies that they know nothing of.
Bytes LyingPeer::invented_blocks(const sync::BlockRequest& request) {
    const auto* hash = std::get_if<Hash256>(&request.from);
    const auto found = hash != nullptr ? invented_.find(*hash) : invented_.end();
    if (found == invented_.end()) return {};
    ++lies_;
    sync::BlockData block{.hash = *hash, .header = scale::encode(found->second), .body = {}};
    if (request.fields.body) block.body = {scale::encode(random_bytes(options_.body_bytes))};
    sync::BlockResponseWriter writer;
    writer.add(block);
    return std::move(writer).take();
}

void LyingPeer::ask(const sync::BlockRequest& request, bool reads, Millis now) {
    Substream* const substream = open("sync/2", Use::kRequest, now);
    if (substream == nullptr) return;
    ++lies_;
    substream->reads = reads;
    substream->finishes = true;
    say(last_opened_, *substream, encode(request));
}

size_t LyingPeer::open_requests() const {
    size_t out = 0;
    for (const auto& [id, one] : substreams_) out += one.use == Use::kRequest;
    return out;
}

/// Opens block announces, if they do not stand.
void LyingPeer::join(Millis now) {
    for (const auto& [id, one] : substreams_) {
        if (one.use == Use::kAnnounces && one.is_ours) return;
    }
    if (Substream* const substream = open("block-announces/1", Use::kAnnounces, now)) {
        if (options_.lie == Lie::kChangesRole) ++lies_;
        say(last_opened_, *substream, handshake(options_.lie == Lie::kChangesRole));
    }
}

/// One message on each transactions substream that is through with the last one.
void LyingPeer::flood(Millis now) {
    bool has_one = false;
    for (auto& [id, one] : substreams_) {
        if (one.use != Use::kTransactions || !one.is_ours) continue;
        has_one = true;
        if (!one.has_shaken || !one.outgoing.empty()) continue;
        ++lies_;
        if (turn_ % 4 == 0) {
            // Empty ones, as many as a message may have, behind the compact number of them.
            constexpr uint32_t kCount = 16 * kMiB - 4;
            Bytes message(sizeof(uint32_t) + kCount);
            store_le(message.data(), kCount << 2 | 2);
            say(id, one, message);
        } else {
            std::vector<primitives::Extrinsic> small;
            for (int i = 0; i < 10'240; ++i) small.push_back(random_bytes(8));
            say(id, one, scale::encode(small));
        }
    }
    if (has_one) return;
    if (Substream* const substream = open("transactions/1", Use::kTransactions, now)) {
        ++lies_;
        say(last_opened_, *substream, Bytes{1});
    }
}

void LyingPeer::act(Millis now) {
    std::vector<libp2p::ConnectionEvent> events;
    connection_.on_timer(now, events);
    on_events(events);
    if (!connection_.is_established()) return;
    ++turn_;
    constexpr sync::BlockFields kAll{.header = true, .body = true, .justification = true};
    switch (options_.lie) {
        case Lie::kChangesRole:
            return join(now);
        case Lie::kInventsHeaders: {
            join(now);
            for (auto& [id, one] : substreams_) {
                if (one.use != Use::kAnnounces || !one.is_ours || !one.has_shaken) continue;
                primitives::Header header;
                header.parent_hash = *Hash256::from(random_bytes(32));
                header.number = static_cast<primitives::BlockNumber>(1 + random_() % 1000);
                header.state_root = *Hash256::from(random_bytes(32));
                header.extrinsics_root = *Hash256::from(random_bytes(32));
                if (invented_.size() >= kMaxInvented) invented_.erase(invented_.begin());
                invented_[primitives::header_hash(header)] = header;
                ++lies_;
                say(id, one, encode(gossip::Announcement{header, true}));
            }
            return;
        }
        case Lie::kReadsNoAnswers:
            for (int i = 0; i < 4 && open_requests() < kMaxRequests; ++i) {
                ask({.fields = kAll, .from = static_cast<primitives::BlockNumber>(random_() % 64)}, false, now);
            }
            return;
        case Lie::kRepeatsRequests:
            for (int i = 0; i < 8 && open_requests() < kMaxRequests; ++i) {
                ask({.fields = kAll, .from = primitives::BlockNumber{1}}, true, now);
            }
            return;
        case Lie::kFloodsPolitely:
            join(now);
            return flood(now);
        case Lie::kFloodsStrangely:
            return flood(now);
        case Lie::kNeverAsks:
            for (const char* protocol : {"sync/2", "state/2", "sync/warp", "light/2", "kad"}) {
                lies_ += open(protocol, Use::kRequest, now) != nullptr ? 1 : 0;
            }
            return;
        case Lie::kNeverEnds:
            join(now);
            return begin_messages(now);
    }
}

/// Requests, and transactions behind a good handshake, each without its last byte.
void LyingPeer::begin_messages(Millis now) {
    const auto begin = [this](SubstreamId id, Substream& substream, size_t size) {
        ++lies_;
        substream.has_begun = true;
        Bytes message;
        wire::append_length_prefixed(message, Bytes(size));
        message.pop_back();
        append(substream.outgoing, message);
        pump(id, substream);
    };
    for (const char* protocol : {"sync/2", "light/2", "state/2"}) {
        if (open_requests() >= kMaxRequests) break;
        if (Substream* const substream = open(protocol, Use::kRequest, now)) begin(last_opened_, *substream, kMiB);
    }
    bool has_one = false;
    for (auto& [id, one] : substreams_) {
        if (one.use != Use::kTransactions || !one.is_ours) continue;
        has_one = true;
        if (one.has_shaken && !one.has_begun) begin(id, one, 16 * kMiB);
    }
    if (has_one) return;
    if (Substream* const substream = open("transactions/1", Use::kTransactions, now))
        say(last_opened_, *substream, Bytes{1});
}

}  // namespace serinus::network::simulation
