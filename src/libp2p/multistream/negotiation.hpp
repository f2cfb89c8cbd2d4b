/// multistream-select 1.0: two sides agree on the protocol of a connection or substream.
/// Spec: libp2p connections, "multistream-select"
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace serinus::network::multistream {

/// Ours: names have less than 200 bytes. Observed: smoldot 0.19 and rust multistream-select 0.13 bound messages too
inline constexpr size_t kMaxMessageBytes = 1024;
/// Ours: how many names a dialer may try.
inline constexpr size_t kMaxProposals = 32;

enum class NegotiationError : uint8_t {
    kMalformed,  ///< no header, a message without its line break, or a bad length
    kTooLong,
    kTooManyProposals,
    kRefused,  ///< the other side speaks none of ours
};
const char* to_string(NegotiationError error) noexcept;

/// The side that opened the stream.
class Dialer {
  public:
    /// `names`: at least one, the best first.
    explicit Dialer(std::vector<std::string> names) : names_(std::move(names)) {}

    /// The header and the first proposal in one. The caller may send data behind them at once, if it has one name only:
    /// the listener takes it as said in the protocol that it accepts.
    void start(Bytes& out) const;
    /// Takes bytes from the front of `input`, none behind the end of the negotiation, and appends to `out` bytes to
    /// be sent.
    [[nodiscard]] Result<void, NegotiationError> take(BytesView& input, Bytes& out);
    /// The name that was agreed on; nullptr: not yet.
    const std::string* agreed() const noexcept { return is_done_ ? &names_[proposed_] : nullptr; }

  private:
    std::vector<std::string> names_;
    size_t proposed_ = 0;
    bool has_header_ = false, is_done_ = false;
    Bytes buffer_;
};

/// The other side.
class Listener {
  public:
    /// Called for each proposal.
    using Supports = std::function<bool(std::string_view name)>;

    [[nodiscard]] Result<void, NegotiationError> take(BytesView& input, Bytes& out, const Supports& supports);
    const std::string* agreed() const noexcept { return agreed_.empty() ? nullptr : &agreed_; }

  private:
    bool has_header_ = false;
    size_t proposals_ = 0;
    std::string agreed_;
    Bytes buffer_;
};

}  // namespace serinus::network::multistream
