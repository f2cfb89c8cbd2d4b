/// The protocols of the parachains' part of a node: names and limits, as data.
/// Observed: polkadot-node-network-protocol 36.0.0, peer_set.rs and request_response/mod.rs.
///
/// On the wire "/<genesis hash>[/<fork id>]/" stands before a name (`protocols::ProtocolNames`); a legacy name is
/// whole.
#pragma once

#include <span>
#include <string_view>

#include "base/bytes.hpp"

namespace serinus::parachain {

enum class PeerSet : uint8_t { kValidation, kCollation };

struct NotificationProtocol {
    PeerSet peer_set;
    uint8_t version;
    std::string_view name;
    std::string_view legacy_name;  ///< empty if there is none
};

inline constexpr size_t kMaxNotificationSize = size_t{100} * 1024;

/// Peers beside the reserved ones that a node takes, and looks for, in the validation set.
inline constexpr uint32_t kValidationSlots = 11;
/// Collators that an authority takes; it looks for none, and other nodes take none.
inline constexpr uint32_t kCollationSlotsOfAuthority = 310;

/// All of them, of each set the newest first: that is the main name, the others its fall-backs.
std::span<const NotificationProtocol> notification_protocols() noexcept;

/// The protocol of a name without its prefix, or of a legacy name; nullptr if there is none.
const NotificationProtocol* find_notification_protocol(std::string_view name) noexcept;

enum class RequestKind : uint8_t {
    kChunkV1,
    kChunkV2,
    kPov,
    kAvailableData,
    kAttestedCandidate,
    kCollationV1,
    kCollationV2,
    kCollationV3,
    kDispute,
};

struct RequestProtocol {
    RequestKind kind;
    std::string_view name;
    std::string_view legacy_name;  ///< empty if there is none; tried where the name is refused
    uint32_t timeout_ms;
    size_t max_response_size;
    uint32_t queue_size;  ///< requests that were not looked at; further ones are refused at once
};

inline constexpr size_t kMaxRequestSize = 1000;

/// Requests for attested candidates that a node answers at once.
inline constexpr uint32_t kMaxParallelAttestedCandidateRequests = 5;

/// By kind, in the order of the enumerators.
std::span<const RequestProtocol> request_protocols() noexcept;
const RequestProtocol& request_protocol(RequestKind kind) noexcept;

}  // namespace serinus::parachain
