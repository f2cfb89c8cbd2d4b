/// Versions of receipts: what newer descriptors have in the place of the collator and its signature.
/// Observed: polkadot-primitives 26.0.0, v9, `CandidateDescriptorV2`. Spec: RFC-103 (version 2).
///
/// A descriptor has 292 bytes in every version. Bytes that a version does not use are zero, and those of version 1 are
/// a key and a signature: that is how versions are told apart, by two sets of rules. Where the rules disagree, nodes of
/// different age see different versions; only version 3, once it is enabled, may be such a case.
#pragma once

#include "primitives/parachain/core.hpp"

namespace serinus::polkadot_primitives::v9 {

using v5::CandidateDescriptor;
using v5::CoreIndex;
using v5::SessionIndex;

/// In SCALE as the collation protocol has it: 0 V1, 1 V2, 2 V3, 3 another one and its number.
struct DescriptorVersion {
    struct V1 {
        friend bool operator==(V1, V1) = default;
    };
    struct V2 {
        friend bool operator==(V2, V2) = default;
    };
    struct V3 {
        friend bool operator==(V3, V3) = default;
    };
    struct Unknown {
        uint8_t number{};
        friend bool operator==(Unknown, Unknown) = default;
    };
    std::variant<V1, V2, V3, Unknown> v;

    bool is_v1() const noexcept { return std::holds_alternative<V1>(v); }
    bool is_v2() const noexcept { return std::holds_alternative<V2>(v); }
    bool is_v3() const noexcept { return std::holds_alternative<V3>(v); }
    bool is_unknown() const noexcept { return std::holds_alternative<Unknown>(v); }
    friend bool operator==(const DescriptorVersion&, const DescriptorVersion&) = default;
};

/// The 96 bytes of a descriptor that are a collator's key and signature in version 1.
struct VersionedFields {
    uint8_t version{};
    uint16_t core_index{};
    SessionIndex session_index{};         ///< of the relay parent
    uint8_t scheduling_session_offset{};  ///< version 3: from `session_index` to the scheduling parent's session
    ByteArray<24> reserved{};
    Hash256 scheduling_parent{};  ///< version 3
    ByteArray<32> reserved_end{};
    friend bool operator==(const VersionedFields&, const VersionedFields&) = default;
};

inline VersionedFields versioned_fields(const CandidateDescriptor& descriptor) noexcept {
    const ByteArray<32>& key = descriptor.collator._0._0;
    const ByteArray<64>& signature = descriptor.signature._0._0;
    VersionedFields out;
    out.version = key[0];
    out.core_index = load_le<uint16_t>(key.data() + 1);
    out.session_index = load_le<uint32_t>(key.data() + 3);
    out.scheduling_session_offset = key[7];
    std::copy_n(key.begin() + 8, 24, out.reserved.begin());
    std::copy_n(signature.begin(), 32, out.scheduling_parent.begin());
    std::copy_n(signature.begin() + 32, 32, out.reserved_end.begin());
    return out;
}

inline void set_versioned_fields(CandidateDescriptor& descriptor, const VersionedFields& fields) noexcept {
    ByteArray<32>& key = descriptor.collator._0._0;
    ByteArray<64>& signature = descriptor.signature._0._0;
    key[0] = fields.version;
    store_le(key.data() + 1, fields.core_index);
    store_le(key.data() + 3, fields.session_index);
    key[7] = fields.scheduling_session_offset;
    std::copy_n(fields.reserved.begin(), 24, key.begin() + 8);
    std::copy_n(fields.scheduling_parent.begin(), 32, signature.begin());
    std::copy_n(fields.reserved_end.begin(), 32, signature.begin() + 32);
}

/// By the rules before version 3: whatever is not zero among the reserved bytes means version 1.
inline DescriptorVersion version_by_old_rules(const CandidateDescriptor& descriptor) noexcept {
    const VersionedFields fields = versioned_fields(descriptor);
    VersionedFields zero;
    zero.version = fields.version;
    zero.core_index = fields.core_index;
    zero.session_index = fields.session_index;
    if (fields != zero) return {DescriptorVersion::V1{}};
    if (fields.version == 0) return {DescriptorVersion::V2{}};
    return {DescriptorVersion::Unknown{fields.version}};
}

/// By the rules of today: the first 16 reserved bytes alone tell version 1.
inline DescriptorVersion version_of(const CandidateDescriptor& descriptor) noexcept {
    const VersionedFields fields = versioned_fields(descriptor);
    if (std::any_of(fields.reserved.begin(), fields.reserved.begin() + 16, [](uint8_t byte) { return byte != 0; })) {
        return {DescriptorVersion::V1{}};
    }
    if (fields.version == 0) return {DescriptorVersion::V2{}};
    if (fields.version == 1) return {DescriptorVersion::V3{}};
    return {DescriptorVersion::Unknown{fields.version}};
}

/// For approvals and disputes: the old rules until the node has seen a block that enables version 3, so that no backer
/// that follows the old rules is slashed.
inline DescriptorVersion version_for_checking(const CandidateDescriptor& descriptor, bool v3_ever_seen) noexcept {
    return v3_ever_seen ? version_of(descriptor) : version_by_old_rules(descriptor);
}

enum class VersionVerdict : uint8_t {
    kAcceptable,
    kNotEnabled,  ///< version 3 before its time
    kAmbiguous,   ///< the two sets of rules disagree
};

/// Whether a backer, or the relay chain, may take a candidate of this version. Unknown versions that are unambiguous
/// are acceptable here; other checks refuse them (`check_ump_signals`).
inline VersionVerdict check_version(const CandidateDescriptor& descriptor, bool v3_enabled) noexcept {
    const DescriptorVersion version = version_of(descriptor);
    if (version.is_v3()) return v3_enabled ? VersionVerdict::kAcceptable : VersionVerdict::kNotEnabled;
    return version == version_by_old_rules(descriptor) ? VersionVerdict::kAcceptable : VersionVerdict::kAmbiguous;
}

/// The core that the descriptor names; nothing in version 1.
inline std::optional<CoreIndex> core_of(const CandidateDescriptor& descriptor) noexcept {
    if (version_of(descriptor).is_v1()) return std::nullopt;
    return CoreIndex{versioned_fields(descriptor).core_index};
}

/// The session of the relay parent, as the descriptor names it; nothing in version 1.
inline std::optional<SessionIndex> session_of(const CandidateDescriptor& descriptor) noexcept {
    if (version_of(descriptor).is_v1()) return std::nullopt;
    return versioned_fields(descriptor).session_index;
}

/// The block that decides which group may back the candidate: before version 3 its relay parent.
inline Hash256 scheduling_parent_of(const CandidateDescriptor& descriptor, const DescriptorVersion& version) noexcept {
    return version.is_v3() ? versioned_fields(descriptor).scheduling_parent : descriptor.relay_parent;
}
inline Hash256 scheduling_parent_of(const CandidateDescriptor& descriptor) noexcept {
    return scheduling_parent_of(descriptor, version_of(descriptor));
}

/// The session of the scheduling parent; nothing where the descriptor names none.
inline std::optional<SessionIndex> scheduling_session_of(const CandidateDescriptor& descriptor,
                                                         const DescriptorVersion& version) noexcept {
    const VersionedFields fields = versioned_fields(descriptor);
    if (version.is_v2()) return fields.session_index;
    if (!version.is_v3()) return std::nullopt;
    return saturating_add(fields.session_index, SessionIndex{fields.scheduling_session_offset});
}
inline std::optional<SessionIndex> scheduling_session_of(const CandidateDescriptor& descriptor) noexcept {
    return scheduling_session_of(descriptor, version_of(descriptor));
}

}  // namespace serinus::polkadot_primitives::v9
