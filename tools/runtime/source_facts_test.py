#!/usr/bin/env python3
"""source_facts.py on declarations of the kinds that runtime/ has."""
import io
import unittest

import source_facts

SOURCE = '''
/// About the file.
#pragma once
#include "x.hpp"
namespace serinus::pallet_x {
using namespace sdk;
/// What it is.
struct Constants {
    Balance Deposit;      ///< What it costs.
    uint32_t A, B = 1;    // no documentation
};
template <class T>
struct Pallet : PalletBase<Pallet<T>, T> {
    using PalletBase<Pallet, T>::deposit_event;
    struct Storage {
        /// Who has what.
        /// On two lines.
        Map<Blake2_128Concat<AccountId>, std::pair<Bytes, Bytes>, OrDefault> Items{.on_empty = [] { return 1u; }};
        Value<uint32_t> Last;
    };
    static constexpr Storage storage = bind_storage<Storage>(T::kInfo.name);
    enum class Error : uint8_t {
        /// Too late.
        TooLate,
        TooEarly = 4,  ///< Too early.
    };
    /// Does it.
    struct call_it {
        static constexpr auto kClass = DispatchClass::Operational;
        [[maybe_unused]] Compact<Balance> value{};
        std::array<uint8_t, 4> class_;
        Weight weight() const { return {1, 2}; }
        DispatchResult operator()(Signed who) const;
    };
    using Calls = List<At<0, call_it>>;
  private:
    static void helper(const std::vector<int>& a = {});
};
template <>
struct Codec<Constants> { int hidden; };
inline int function(int a) { struct Local { int b; }; return a; }
}  // namespace serinus::pallet_x
'''

EXPECTED = '''pallet_x::Constants
/What it is.
= Deposit\tBalance
/What it costs.
= A\tuint32_t
= B\tuint32_t
pallet_x::Pallet::Error
= TooLate\t
/Too late.
= TooEarly\t
/Too early.
pallet_x::Pallet::Storage
= Items\tMap<Blake2_128Concat<AccountId>, std::pair<Bytes, Bytes>, OrDefault>
/Who has what.
/On two lines.
= Last\tValue<uint32_t>
pallet_x::Pallet::call_it
/Does it.
= value\tCompact<Balance>
= class\tstd::array<uint8_t, 4>
'''


class SourceFacts(unittest.TestCase):
    maxDiff = None

    def test_reads_documentation_and_types(self):
        out = io.StringIO()
        source_facts.read([SOURCE]).write(out)
        self.assertEqual(out.getvalue(), EXPECTED)

    def test_finds_calls_that_are_not_listed(self):
        self.assertEqual(source_facts.read([SOURCE]).missing_calls(), [])
        unlisted = SOURCE.replace('At<0, call_it>', '')
        self.assertEqual(source_facts.read([unlisted]).missing_calls(),
                         ['serinus::pallet_x::Pallet: the call call_it is declared, but `Calls` does not list it'])

    def test_ends_on_any_text(self):
        for size in range(len(SOURCE)):
            source_facts.read([SOURCE[:size]])


if __name__ == '__main__':
    unittest.main()
