/// Origins of calls, by the location that a program speaks for, and locations of origins.
/// Source: staging-xcm-builder 22, origin_conversion.rs
#pragma once

#include "runtime/sdk/origin.hpp"
#include "runtime/xcm/builders/accounts.hpp"
#include "runtime/xcm/instruction.hpp"

namespace serinus::xcm {

using sdk::RuntimeOrigin;

/// The origin with which a call of Transact runs; nullopt: none of this kind.
class OriginConverter {
  public:
    virtual std::optional<RuntimeOrigin> origin_of(const Location& location, OriginKind kind) const = 0;

  protected:
    ~OriginConverter() = default;
};

class FirstOrigin final : public OriginConverter {
  public:
    explicit constexpr FirstOrigin(std::span<const OriginConverter* const> parts) : parts_(parts) {}
    std::optional<RuntimeOrigin> origin_of(const Location& location, OriginKind kind) const override;

  private:
    std::span<const OriginConverter* const> parts_;
};

/// Kind SovereignAccount: signed by the location's account.
class SovereignSigned final : public OriginConverter {
  public:
    explicit constexpr SovereignSigned(const AccountConverter& accounts) : accounts_(accounts) {}
    std::optional<RuntimeOrigin> origin_of(const Location& location, OriginKind kind) const override;

  private:
    const AccountConverter& accounts_;
};

/// Kind Native: {parents, X1(Parachain)} is an origin that a pallet vouches for.
class ParachainAsNative final : public OriginConverter {
  public:
    /// `parents`: 0 for children, 1 for siblings.
    constexpr ParachainAsNative(uint8_t parents, RuntimeOrigin (*make)(uint32_t para))
        : parents_(parents), make_(make) {}
    std::optional<RuntimeOrigin> origin_of(const Location& location, OriginKind kind) const override;

  private:
    uint8_t parents_;
    RuntimeOrigin (*make_)(uint32_t para);
};

/// Kind Native: {0, X1(AccountId32)} of no network or of this one is that account.
class AccountAsNative final : public OriginConverter {
  public:
    explicit constexpr AccountAsNative(std::optional<NetworkId> (*network)()) : accounts_(network) {}
    std::optional<RuntimeOrigin> origin_of(const Location& location, OriginKind kind) const override;

  private:
    LocalAccounts accounts_;
};

/// Some kind from some locations is one origin: the relay chain on a parachain, or Root for those who may.
class FixedOrigin final : public OriginConverter {
  public:
    constexpr FixedOrigin(OriginKind kind, bool (*locations)(const Location&), RuntimeOrigin (*make)())
        : kind_(kind), locations_(locations), make_(make) {}
    std::optional<RuntimeOrigin> origin_of(const Location& location, OriginKind kind) const override;

  private:
    OriginKind kind_;
    bool (*locations_)(const Location&);
    RuntimeOrigin (*make_)();
};

/// Kind Xcm: the location itself, as the pallet of XCM vouches for it.
class XcmPassthrough final : public OriginConverter {
  public:
    explicit constexpr XcmPassthrough(RuntimeOrigin (*make)(const Location&)) : make_(make) {}
    std::optional<RuntimeOrigin> origin_of(const Location& location, OriginKind kind) const override;

  private:
    RuntimeOrigin (*make_)(const Location&);
};

/// {0, X1(AccountId32{network, signer})}; nullopt unless an account has signed.
std::optional<Location> location_of_signer(const RuntimeOrigin& origin, const std::optional<NetworkId>& network);

}  // namespace serinus::xcm
