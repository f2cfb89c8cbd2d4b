/// What an identity consists of, as it is stored.
/// Pallet: identity
#pragma once

#include "runtime/sdk/bounded.hpp"
#include "runtime/sdk/metadata_names.hpp"

namespace serinus::pallet_identity::types {

using sdk::BoundedVec;
using sdk::List;
using sdk::Param;

/// A text of up to 32 bytes, or the hash of a longer one, or nothing.
///
/// On the wire an enum with a variant for every length, so the index says how many bytes follow: 0 for nothing, 1 to 33
/// for texts of 0 to 32 bytes, 34 to 37 for hashes of 32 bytes.
struct Data {
    static constexpr uint8_t kNone = 0, kRaw0 = 1, kRaw32 = 33, kBlakeTwo256 = 34, kSha256 = 35, kKeccak256 = 36,
                             kShaThree256 = 37;

    uint8_t index = kNone;
    ByteArray<32> bytes{};  ///< those behind size() are zero

    /// The first 32 bytes of `text`.
    static Data raw(BytesView text) {
        Data out;
        const size_t size = std::min<size_t>(text.size(), 32);
        out.index = static_cast<uint8_t>(kRaw0 + size);
        std::copy_n(text.begin(), size, out.bytes.begin());
        return out;
    }
    /// Bytes that follow the index.
    static constexpr size_t size_of(uint8_t index) {
        return index == kNone ? 0 : index <= kRaw32 ? size_t{index} - kRaw0 : 32;
    }
    size_t size() const { return size_of(index); }
    bool is_none() const { return index == kNone; }
    friend bool operator==(const Data&, const Data&) = default;
};

/// A registrar's place in the list of registrars.
using RegistrarIndex = uint32_t;

/// What a registrar says of an identity.
template <class Balance>
struct Judgement {
    using Params = List<Param<"Balance", Balance>>;

    struct Unknown {
        friend bool operator==(Unknown, Unknown) = default;
    };
    struct FeePaid {
        Balance _0{};
        friend bool operator==(FeePaid, FeePaid) = default;
    };
    struct Reasonable {
        friend bool operator==(Reasonable, Reasonable) = default;
    };
    struct KnownGood {
        friend bool operator==(KnownGood, KnownGood) = default;
    };
    struct OutOfDate {
        friend bool operator==(OutOfDate, OutOfDate) = default;
    };
    struct LowQuality {
        friend bool operator==(LowQuality, LowQuality) = default;
    };
    struct Erroneous {
        friend bool operator==(Erroneous, Erroneous) = default;
    };
    std::variant<Unknown, FeePaid, Reasonable, KnownGood, OutOfDate, LowQuality, Erroneous> v;

    /// Money is reserved for it: it is asked for, not given.
    bool has_deposit() const { return std::holds_alternative<FeePaid>(v); }
    /// It stays when the identity changes.
    bool is_sticky() const { return has_deposit() || std::holds_alternative<Erroneous>(v); }
    friend bool operator==(const Judgement&, const Judgement&) = default;
};

/// The fields of an identity as flags.
enum class IdentityField : uint8_t {
    Display = 1,
    Legal = 2,
    Web = 4,
    Riot = 8,
    Email = 16,
    PgpFingerprint = 32,
    Image = 64,
    Twitter = 128,
};

/// A set of `T`s in 64 bits; bits without a meaning are refused when decoding.
template <class T>
struct BitFlags {
    using Params = List<Param<"T", T>>;
    uint64_t _0{};
    friend bool operator==(BitFlags, BitFlags) = default;
};

using IdentityFields = BitFlags<IdentityField>;

template <uint32_t kFieldLimit>
struct IdentityInfo {
    using Params = List<Param<"FieldLimit">>;

    BoundedVec<std::tuple<Data, Data>, kFieldLimit> additional;  ///< name and value
    Data display;
    Data legal;
    Data web;
    Data riot;
    Data email;
    std::optional<ByteArray<20>> pgp_fingerprint;
    Data image;
    Data twitter;

    /// The fields that have a value.
    IdentityFields fields() const {
        const auto flag = [](bool set, IdentityField field) {
            return set ? static_cast<uint64_t>(field) : uint64_t{0};
        };
        return {flag(!display.is_none(), IdentityField::Display) | flag(!legal.is_none(), IdentityField::Legal) |
                flag(!web.is_none(), IdentityField::Web) | flag(!riot.is_none(), IdentityField::Riot) |
                flag(!email.is_none(), IdentityField::Email) |
                flag(pgp_fingerprint.has_value(), IdentityField::PgpFingerprint) |
                flag(!image.is_none(), IdentityField::Image) | flag(!twitter.is_none(), IdentityField::Twitter)};
    }
    friend bool operator==(const IdentityInfo&, const IdentityInfo&) = default;
};

/// An identity with what registrars say of it, ordered by registrar.
template <class Balance, uint32_t kMaxJudgements, uint32_t kMaxAdditionalFields>
struct Registration {
    using Params = List<Param<"Balance", Balance>, Param<"MaxJudgements">, Param<"MaxAdditionalFields">>;

    BoundedVec<std::tuple<RegistrarIndex, Judgement<Balance>>, kMaxJudgements> judgements;
    Balance deposit{};
    IdentityInfo<kMaxAdditionalFields> info;

    /// With the fees that are reserved for judgements.
    Balance total_deposit() const {
        Balance total = deposit;
        for (const auto& [registrar, judgement] : judgements) {
            const auto* const paid = std::get_if<typename Judgement<Balance>::FeePaid>(&judgement.v);
            if (paid) total = saturating_add(total, paid->_0);
        }
        return total;
    }
};

/// Who judges, for how much, and which fields.
template <class Balance, class AccountId>
struct RegistrarInfo {
    using Params = List<Param<"Balance", Balance>, Param<"AccountId", AccountId>>;

    AccountId account;
    Balance fee{};
    IdentityFields fields;
    friend bool operator==(const RegistrarInfo&, const RegistrarInfo&) = default;
};

}  // namespace serinus::pallet_identity::types

namespace serinus::sdk::metadata {

class Registry;
struct Type;
template <class T>
struct Describe;

/// An enum with a variant for every index. Defined in metadata.cpp.
template <>
struct Describe<pallet_identity::types::Data> {
    static Type of(Registry& registry);
};

}  // namespace serinus::sdk::metadata

namespace serinus::scale {

/// The largest variant is a sequence of 32 bytes behind the index.
template <>
inline constexpr RustLayout kRustLayout<pallet_identity::types::Data>{36, 4};
/// A sequence, seven values, and a fingerprint of 20 bytes that may be absent: bytes have no unused values, so that its
/// index is one more.
template <uint32_t kFieldLimit>
inline constexpr RustLayout kRustLayout<pallet_identity::types::IdentityInfo<kFieldLimit>> = detail::rust_struct(
    {kRustVec,
     {7 * kRustLayout<pallet_identity::types::Data>.size, kRustLayout<pallet_identity::types::Data>.align},
     {21, 1}});

template <>
struct Codec<pallet_identity::types::Data> {
    using Data = pallet_identity::types::Data;
    static constexpr size_t kMinSize = 1;
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;

    static size_t size(const Data& data) { return 1 + data.size(); }
    static void write(Encoder& out, const Data& data) {
        out.byte(data.index);
        out.append(BytesView(data.bytes).first(data.size()));
    }
    static bool read(Decoder& in, Data& data) {
        uint8_t index;
        const uint8_t* at;
        if (!in.byte(index)) return false;
        if (index > Data::kShaThree256) return in.fail(DecodeFault::kUnknownVariant, in.position() - 1, index);
        const size_t size = Data::size_of(index);
        if (!in.take(size, at)) return false;
        data = {.index = index, .bytes = {}};
        std::copy_n(at, size, data.bytes.begin());
        return true;
    }
};

template <>
struct Codec<pallet_identity::types::IdentityFields> : Codec<uint64_t> {
    using Flags = pallet_identity::types::IdentityFields;
    static constexpr uint64_t kKnown = 0xff;
    static constexpr bool kImage = false;

    static void store(uint8_t* at, const Flags& flags) { Codec<uint64_t>::store(at, flags._0); }
    static bool load(Decoder& in, const uint8_t* at, Flags& flags) {
        Codec<uint64_t>::load(in, at, flags._0);
        return (flags._0 & ~kKnown) == 0 || in.fail(DecodeFault::kUnknownVariant, at, flags._0, kKnown);
    }
};

/// Older registrations end earlier: what is missing is read as zeros.
template <class Balance, uint32_t kMaxJudgements, uint32_t kMaxAdditionalFields>
struct Codec<pallet_identity::types::Registration<Balance, kMaxJudgements, kMaxAdditionalFields>> {
    using Registration = pallet_identity::types::Registration<Balance, kMaxJudgements, kMaxAdditionalFields>;
    static constexpr size_t kMinSize = 0;
    static constexpr bool kFixed = false;
    static constexpr bool kImage = false;

    static size_t size(const Registration& r) {
        return encoded_size(r.judgements) + encoded_size(r.deposit) + encoded_size(r.info);
    }
    static void write(Encoder& out, const Registration& r) {
        encode_to(out, r.judgements);
        encode_to(out, r.deposit);
        encode_to(out, r.info);
    }
    static bool read(Decoder& in, Registration& r) {
        Decoder ahead = in;
        if (read_fields(ahead, r)) {
            in = ahead;
            return true;
        }
        Bytes padded = to_bytes(in.rest());
        const size_t size = padded.size();
        padded.resize(size + kMaxMissing);
        Decoder in_padded(padded);
        if (!read_fields(in_padded, r)) return in.fail(in_padded.error().fault, in.position());
        const uint8_t* at;
        return in.take(std::min(size, padded.size() - in_padded.remaining()), at);
    }

  private:
    /// More than any registration that lacks its end can lack: its lists with all elements zero, and 64 for the rest.
    static constexpr size_t kMaxMissing = size_t{kMaxJudgements} * 21 + size_t{kMaxAdditionalFields} * 2 + 512;

    static bool read_fields(Decoder& in, Registration& r) {
        return decode_into(in, r.judgements) && decode_into(in, r.deposit) && decode_into(in, r.info);
    }
};

}  // namespace serinus::scale
