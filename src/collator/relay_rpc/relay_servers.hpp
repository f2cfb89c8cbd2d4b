/// Which of several JSON-RPC servers of the relay chain is asked. No I/O.
/// Observed: cumulus-relay-chain-rpc-interface 0.36.0, reconnecting_ws_client.rs
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace serinus::collator {

/// One server is active. When it fails the next one is, and behind the last one the first one again, after a pause that
/// doubles with each round without success.
class RelayServers {
  public:
    static constexpr uint64_t kFirstPauseMs = 1'000;
    /// Ours: the reference gives up after five rounds, of which the last pause is 8 s.
    static constexpr uint64_t kMaxPauseMs = 16'000;
    /// Ours: a server that was lost sooner has not ended the round, as it may be lost each time.
    static constexpr uint64_t kSettledMs = 30'000;
    /// Those before the active one are looked at so often.
    static constexpr uint64_t kLookBackMs = 300'000;

    /// `count`: at least 1.
    explicit RelayServers(size_t count) : faults_(count) {}

    size_t count() const noexcept { return faults_.size(); }
    size_t active() const noexcept { return active_; }
    /// Until the active one is to be connected to; 0: now.
    uint64_t pause_ms(uint64_t now) const noexcept { return not_before_ > now ? not_before_ - now : 0; }
    /// So often all of them have failed since one was well.
    size_t rounds() const noexcept { return failures_ / count(); }

    /// The active one answers, and its blocks are followed.
    void connected(uint64_t now) noexcept;
    /// False: `index` is not the active one, and nothing changes.
    bool failed(size_t index, uint64_t now, std::string reason);
    /// Whether a better one may be there again; then not for a while.
    bool should_look_back(uint64_t now) noexcept;
    /// One before the active one is well.
    void prefer(size_t index) noexcept { active_ = index; }

    /// Why each was not asked any more the last time; empty: it did not fail.
    const std::vector<std::string>& faults() const noexcept { return faults_; }

  private:
    std::vector<std::string> faults_;
    size_t active_ = 0, failures_ = 0;
    uint64_t not_before_ = 0, look_back_at_ = 0;
    std::optional<uint64_t> connected_at_;
};

}  // namespace serinus::collator
