/// What of a machine, its configuration and its node will hurt a validator, and the remedy. Facts in, findings out: no
/// I/O.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/cage.hpp"
#include "platform/machine.hpp"

namespace serinus::doctor {

enum class Level : uint8_t {
    kGood,
    kWarning,  ///< it will hurt some day, or costs rewards
    kProblem,  ///< a validator should not run so
};
const char* to_string(Level level) noexcept;

struct Finding {
    Level level = Level::kGood;
    std::string subject = {};  ///< "clock"
    std::string text = {};     ///< a sentence
    std::string remedy = {};   ///< what to do; empty if all is well
};

struct Score {
    std::string name = {};  ///< "BLAKE2-256"
    double percent = 100;   ///< of the reference hardware's
};

/// A socket that listens, of /proc/net/tcp or tcp6.
struct Listener {
    uint16_t port = 0;
    bool is_public = false;  ///< on all addresses, or on one that is not of this machine alone
};

struct MachineFacts {
    std::optional<platform::ClockState> clock = {};
    uint64_t memory_bytes = 0;
    uint32_t processors = 0;
    std::string folder = {};  ///< of the database
    std::optional<uint64_t> free_bytes = {};
    std::string slow_file_system = {};
    /// Of the running node; of this shell if there is none.
    uint64_t max_open_files = 0;
    bool is_limit_of_node = false;
    std::vector<platform::CageCheck> cage = {};
    std::vector<Score> scores = {};  ///< empty: not measured
    std::vector<Listener> listeners = {};
    uint16_t p2p_port = 30333, rpc_port = 9944, metrics_port = 9615;
    std::vector<std::string> open_key_files = {};  ///< files of the keystore that others may read
};

struct NodeFacts {
    std::string version = {}, chain = {};
    uint64_t peers = 0;
    bool is_syncing = false, is_authority = false;
    uint64_t best = 0, finalized = 0;
    /// By the chain's own time, at the best block.
    std::optional<uint64_t> best_time_ms = {};
    uint64_t now_ms = 0;  ///< since 1970, when the node was asked
};

/// A session key that a chain or a keystore has.
struct SessionKey {
    std::string type = {};  ///< "babe"
    std::string key = {};   ///< in hex
};
struct KeyFacts {
    std::string stash = {};  ///< empty: none was named
    bool is_bonded = false, wants_to_validate = false, is_validator = false;
    bool has_session_keys = false;                  ///< the chain knows keys of the stash
    std::vector<SessionKey> missing_here = {};      ///< the chain knows them, and the node lacks them
    std::vector<SessionKey> missing_on_chain = {};  ///< the keystore has them, and no stash on chain
    size_t complete = 0;                            ///< keys that both have
};

std::vector<Finding> diagnose_machine(const MachineFacts& facts);
/// `node`: nullopt if none answers at `url`.
std::vector<Finding> diagnose_node(const std::optional<NodeFacts>& node, const std::string& url);
std::vector<Finding> diagnose_keys(const KeyFacts& facts);

/// The listeners of a text in the form of /proc/net/tcp (IPv4) or tcp6; lines of another form are passed over.
std::vector<Listener> parse_listeners(std::string_view text);
/// The soft limit of open files in a text in the form of /proc/PID/limits; nullopt: there is none.
std::optional<uint64_t> parse_open_files_limit(std::string_view text);

}  // namespace serinus::doctor
