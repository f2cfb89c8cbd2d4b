/// A chain specification: what a node must know of a network before it has its first block.
/// Format: the JSON of the official tools (sc-chain-spec, and the extensions of the polkadot node).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "chain/spec/json_writer.hpp"
#include "chain/spec/storage_map.hpp"

namespace serinus::chain {

/// What a chain is for; tools show it.
struct ChainType {
    enum class Kind : uint8_t { kDevelopment, kLocal, kLive, kCustom };
    Kind kind = Kind::kLive;
    std::string custom_name;  ///< only of kCustom

    friend bool operator==(const ChainType&, const ChainType&) = default;
};

/// "Development", "Local", "Live", or the name of a custom type.
std::string_view to_string(const ChainType& type) noexcept;

/// A telemetry server and the most talkative level that it wants to hear.
struct TelemetryEndpoint {
    std::string address;  ///< a multiaddress; URLs are translated when read
    uint8_t verbosity = 0;

    friend bool operator==(const TelemetryEndpoint&, const TelemetryEndpoint&) = default;
};

/// A block whose hash is known beforehand: chains that differ there are another network.
struct ForkBlock {
    uint64_t number = 0;
    Hash256 hash;

    friend bool operator==(const ForkBlock&, const ForkBlock&) = default;
};

/// Code that replaces the one on chain from a block on, until the chain upgrades itself.
struct CodeSubstitute {
    std::string block;  ///< its number in decimal digits, or its hash in hex (older files)
    Bytes code;

    friend bool operator==(const CodeSubstitute&, const CodeSubstitute&) = default;
};

/// A field that this program does not know, kept as it came.
struct Extension {
    std::string name;
    JsonText value;

    friend bool operator==(const Extension&, const Extension&) = default;
};

/// A finalized block to start from without the history before it.
struct LightSyncState {
    JsonText json;  ///< the whole value as it came, null if the state was not read: then the fields count
    Bytes finalized_block_header;  ///< SCALE: Header
    Bytes babe_epoch_changes;      ///< SCALE: the tree of epochs, as the Substrate client stores it
    uint64_t babe_finalized_block_weight = 0;
    Bytes grandpa_authority_set;  ///< SCALE: likewise

    friend bool operator==(const LightSyncState&, const LightSyncState&) = default;
};

/// The pairs of one child trie.
struct ChildStorage {
    Bytes key;  ///< without the prefix ":child_storage:default:"
    StorageMap entries;

    friend bool operator==(const ChildStorage&, const ChildStorage&) = default;
};

/// The state itself.
struct RawGenesis {
    StorageMap top;                      ///< sorted
    std::vector<ChildStorage> children;  ///< sorted by key, no key twice

    friend bool operator==(const RawGenesis&, const RawGenesis&) = default;
};

/// Only the root of the state: enough for light clients.
struct StateRootGenesis {
    Hash256 state_root;

    friend bool operator==(const StateRootGenesis&, const StateRootGenesis&) = default;
};

/// Instructions from which the runtime builds the state; who needs the state needs to execute it first.
struct RuntimeGenesis {
    enum class Form : uint8_t {
        kConfig,          ///< "runtimeGenesis": {"code", "config"}: the runtime's whole configuration
        kPatch,           ///< "runtimeGenesis": {"code", "patch"}: what differs from its default
        kRuntime,         ///< "runtime": configuration for a runtime compiled into the node (old files)
        kRuntimeAndCode,  ///< "runtimeAndCode": {"runtime", "code"} (old files)
    };
    Form form = Form::kPatch;
    JsonText config;
    Bytes code;  ///< empty for kRuntime

    friend bool operator==(const RuntimeGenesis&, const RuntimeGenesis&) = default;
};

using Genesis = std::variant<RawGenesis, StateRootGenesis, RuntimeGenesis>;

/// Moved, not copied: the genesis can be large.
struct ChainSpec {
    std::string name;
    std::string id;
    ChainType chain_type;
    std::vector<std::string> boot_nodes;  ///< multiaddresses that end in /p2p/<peer id>
    std::optional<std::vector<TelemetryEndpoint>> telemetry_endpoints;
    std::optional<std::string> protocol_id;
    std::optional<std::string> fork_id;
    std::optional<JsonText> properties;  ///< an object
    std::optional<std::vector<ForkBlock>> fork_blocks;
    std::optional<std::vector<Hash256>> bad_blocks;
    std::optional<LightSyncState> light_sync_state;
    std::vector<Extension> extensions;             ///< in the order of the file
    std::vector<CodeSubstitute> code_substitutes;  ///< sorted by block (as text), no block twice
    Genesis genesis;

    friend bool operator==(const ChainSpec&, const ChainSpec&) = default;
};

/// Limits of ours on what we read; the format has none.
inline constexpr size_t kMaxSpecBytes = size_t{1} << 30;  ///< of JSON text
inline constexpr size_t kMaxSpecDepth = 64;               ///< objects and arrays in each other
inline constexpr size_t kMaxNameBytes = 1024;             ///< name, id, protocolId, forkId, an address
inline constexpr size_t kMaxStorageKeyBytes = 32767;      ///< 65534 nibbles: what a trie node header can say

enum class SpecFault : uint8_t {
    kNotFound = 1,  ///< no such file
    kUnreadable,    ///< the file, not its content
    kSyntax,        ///< not JSON
    kWrongType,
    kUnknownField,  ///< where fields are fixed: in `genesis`
    kMissingField,
    kDuplicate,  ///< a field or storage key twice
    kBadHex,
    kBadValue,
    kTooLarge,
    kNeedsRuntime,  ///< the genesis must be built by its runtime first
};

/// Why a specification is refused, and where.
struct SpecError {
    SpecFault fault = SpecFault::kSyntax;
    std::string path;       ///< "$.bootNodes[3]"; empty if it is about the file
    std::string reason;     ///< "is no multiaddress: …"
    uint64_t line = 0;      ///< from 1; 0 where no position applies
    uint64_t column = 0;    ///< in bytes, from 1; at or just behind the value
    std::string file = {};  ///< where it was read from, if it was

    /// "kusama.json: $.bootNodes[3]: is no multiaddress: … (line 7, column 12)"
    std::string to_string() const;
};

/// Reads JSON text piece by piece, so that only the specification is in memory, not its text.
///
/// The first error ends the reading; finish() reports it. Time O(n log n) for unsorted storage, O(n) for sorted.
/// Storage keys, values and code may miss their "0x"; they must have whole bytes. Fields are those of ChainSpec in
/// camelCase, `consensusEngine` may be there and be null, as in old files; all others become extensions.
class ChainSpecReader {
  public:
    ChainSpecReader();
    ~ChainSpecReader();

    /// False once there is no use in more.
    bool feed(std::string_view piece);
    /// After the last piece; once.
    Result<ChainSpec, SpecError> finish();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

Result<ChainSpec, SpecError> read_chain_spec(std::string_view json);
Result<ChainSpec, SpecError> read_chain_spec_file(const std::string& path);

/// Prints a specification as the official tools do, without a line feed at its end. Raw or not, the genesis is written
/// in the form that it has. False if the sink refused the text.
bool write_chain_spec(const ChainSpec& spec, const TextSink& sink);

}  // namespace serinus::chain
