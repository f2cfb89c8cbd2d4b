/// A peer that speaks the protocols well and lies, on one connection, from noise upwards and without I/O: a simulation
/// puts it on streams in memory, a test beside a program on a socket.
#pragma once

#include <map>
#include <random>

#include "libp2p/connection/connection.hpp"
#include "protocols/sync/block_messages.hpp"

namespace serinus::network::simulation {

enum class Lie : uint8_t {
    kChangesRole,      ///< offers block announces as a light client and answers as a full node
    kInventsHeaders,   ///< announces blocks that nobody made, and has large bodies for them
    kReadsNoAnswers,   ///< asks for blocks and opens no window for them
    kRepeatsRequests,  ///< asks for the same blocks without end
    kFloodsStrangely,  ///< transactions without block announces: millions of empty ones, thousands of small ones
    kFloodsPolitely,   ///< the same with block announces
    kNeverAsks,        ///< opens substreams for requests and says nothing on them
    kNeverEnds,        ///< begins the longest messages that are allowed, and leaves out their last bytes
};
inline constexpr Lie kLies[] = {Lie::kChangesRole,     Lie::kInventsHeaders,  Lie::kReadsNoAnswers,
                                Lie::kRepeatsRequests, Lie::kFloodsStrangely, Lie::kFloodsPolitely,
                                Lie::kNeverAsks,       Lie::kNeverEnds};
const char* to_string(Lie lie) noexcept;

struct LyingPeerOptions {
    Lie lie = Lie::kChangesRole;
    uint64_t seed = 1;  ///< decides the identity too
    std::string chain;  ///< what the names of the protocols begin with: "/" and the genesis hash
    Hash256 genesis;
    size_t body_bytes = size_t{4} << 20;  ///< of each invented block
};

class LyingPeer {
  public:
    using Millis = libp2p::Millis;
    using SubstreamId = libp2p::SubstreamId;

    /// It dials.
    LyingPeer(LyingPeerOptions options, Millis now);

    void take(MutableBytesView input, Millis now);
    void give(size_t max_bytes, Bytes& out);
    bool has_output() const noexcept { return connection_.has_output(); }
    /// The next lies. To be called again and again, each tenth of a second or so.
    void act(Millis now);

    bool is_established() const noexcept { return connection_.is_established(); }
    size_t lies() const noexcept { return lies_; }
    uint64_t answer_bytes() const noexcept { return answer_bytes_; }  ///< that came for its requests

  private:
    /// The purpose of a substream.
    enum class Use : uint8_t { kPing, kAnnounces, kTransactions, kOther, kAnswers, kRequest };
    struct Substream {
        Use use = Use::kOther;
        bool is_ours = false;
        bool reads = true;
        bool has_shaken = false;  ///< the first message of the other side has come
        bool finishes = false;
        bool has_begun = false;  ///< a message without an end
        Bytes incoming = {}, outgoing = {};
    };

    static std::optional<Use> use_of(std::string_view name);
    std::string name(std::string_view protocol) const { return options_.chain + "/" + std::string(protocol); }
    void on_events(std::vector<libp2p::ConnectionEvent>& events);
    void on_message(SubstreamId id, Substream& substream, BytesView message);
    Substream* open(std::string_view protocol, Use use, Millis now);
    void say(SubstreamId id, Substream& substream, BytesView message);
    void pump(SubstreamId id, Substream& substream);
    void ask(const sync::BlockRequest& request, bool reads, Millis now);
    void join(Millis now);
    void flood(Millis now);
    void begin_messages(Millis now);
    Bytes handshake(bool is_light) const;
    Bytes invented_blocks(const sync::BlockRequest& request);
    Bytes random_bytes(size_t size);
    size_t open_requests() const;

    LyingPeerOptions options_;
    std::mt19937_64 random_;
    noise::Identity identity_;
    libp2p::Connection connection_;
    std::map<SubstreamId, Substream> substreams_;
    SubstreamId last_opened_ = 0;
    std::map<Hash256, primitives::Header> invented_;
    size_t turn_ = 0, lies_ = 0;
    uint64_t answer_bytes_ = 0;
};

}  // namespace serinus::network::simulation
