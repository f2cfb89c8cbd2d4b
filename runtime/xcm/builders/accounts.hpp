/// Accounts of locations. Source: staging-xcm-builder 22, location_conversion.rs
#pragma once

#include <span>

#include "runtime/xcm/traits.hpp"

namespace serinus::xcm {

using sdk::AccountId;

/// Which account here is a location's; nullopt: none.
class AccountConverter {
  public:
    virtual std::optional<AccountId> account_of(const Location& location) const = 0;

  protected:
    ~AccountConverter() = default;
};

/// The first that a part knows.
class FirstAccount final : public AccountConverter {
  public:
    explicit constexpr FirstAccount(std::span<const AccountConverter* const> parts) : parts_(parts) {}
    std::optional<AccountId> account_of(const Location& location) const override;

  private:
    std::span<const AccountConverter* const> parts_;
};

/// Sovereign accounts of parachains: four letters, the id, zeros. {parents, X1(Parachain)}
class ParachainAccounts final : public AccountConverter {
  public:
    /// Children of a relay chain (`para`), and siblings of a parachain (`sibl`).
    static constexpr ParachainAccounts children() { return ParachainAccounts(0, "para"); }
    static constexpr ParachainAccounts siblings() { return ParachainAccounts(1, "sibl"); }
    std::optional<AccountId> account_of(const Location& location) const override;

  private:
    constexpr ParachainAccounts(uint8_t parents, std::string_view prefix) : parents_(parents), prefix_(prefix) {}
    uint8_t parents_;
    std::string_view prefix_;
};

/// {0, X1(AccountId32)} of no network, or of this one.
class LocalAccounts final : public AccountConverter {
  public:
    explicit constexpr LocalAccounts(std::optional<NetworkId> (*network)()) : network_(network) {}
    std::optional<AccountId> account_of(const Location& location) const override;

  private:
    std::optional<NetworkId> (*network_)();
};

/// The relay chain's account on a parachain: `Parent` and zeros.
struct ParentAccount final : AccountConverter {
    std::optional<AccountId> account_of(const Location& location) const override;
};

/// {0, X1(Plurality{Treasury, Voice})}
class TreasuryVoiceAccount final : public AccountConverter {
  public:
    explicit constexpr TreasuryVoiceAccount(AccountId (*treasury)()) : treasury_(treasury) {}
    std::optional<AccountId> account_of(const Location& location) const override;

  private:
    AccountId (*treasury_)();
};

/// The hash of a description, which says everything of a location that makes it another one; nullopt: it has none.
class DescribedAccounts final : public AccountConverter {
  public:
    explicit constexpr DescribedAccounts(std::optional<Bytes> (*describe)(const Location&)) : describe_(describe) {}
    std::optional<AccountId> account_of(const Location& location) const override;

  private:
    std::optional<Bytes> (*describe_)(const Location&);
};

/// What is hashed for the account of a place on a child, a sibling or the parent chain; nullopt for what has none.
/// Source: DescribeFamily<DescribeAllTerminal>
std::optional<Bytes> description_of(const Location& location);
/// The same for accounts there, as chains have it whose accounts are older than that.
/// Source: LegacyDescribeForeignChainAccount
std::optional<Bytes> legacy_description_of(const Location& location);
/// Of each location. Source: Account32Hash
std::optional<Bytes> plain_description_of(const Location& location);

/// Accounts of other consensus systems themselves, not of what lies in them.
/// Source: GlobalConsensusConvertsFor
class ConsensusSystemAccounts final : public AccountConverter {
  public:
    explicit constexpr ConsensusSystemAccounts(const UniversalLocation& universal_location)
        : universal_location_(universal_location) {}
    std::optional<AccountId> account_of(const Location& location) const override;

  private:
    const UniversalLocation& universal_location_;
};

/// Accounts of places in other consensus systems; of all that lies there.
class ExternalConsensusAccounts final : public AccountConverter {
  public:
    explicit constexpr ExternalConsensusAccounts(const UniversalLocation& universal_location)
        : universal_location_(universal_location) {}
    std::optional<AccountId> account_of(const Location& location) const override;

  private:
    const UniversalLocation& universal_location_;
};

/// If `location`, seen from `universal_location`, is in another consensus system: which, and where in it.
std::optional<std::pair<NetworkId, Junctions>> remote_place(const Junctions& universal_location,
                                                            const Location& location);

}  // namespace serinus::xcm
