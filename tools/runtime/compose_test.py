#!/usr/bin/env python3
"""compose.py on a composition of four pallets."""
import tempfile
import types
import unittest
from pathlib import Path

import compose

FILES = {
    'sdk/runtime/pallets/system/system.hpp': '',
    'sdk/runtime/pallets/system/system.ipp': 'x' * 100,
    'sdk/runtime/pallets/balances/balances.hpp': '',
    'sdk/runtime/pallets/balances/balances.ipp': '#include "runtime/pallets/balances/part.ipp"\n',
    'sdk/runtime/pallets/balances/currency.hpp': '',
    'sdk/runtime/pallets/balances/part.ipp': 'x' * 5000,
    'chain/pallets/counter/counter.hpp': '',
    'chain/pallets/counter/counter.ipp': '',
    'chain/pallets/price_feed/price_feed.hpp': '',
    'chain/pallets/price_feed/price_feed.ipp': '',
    'chain/runtime/pallets.hpp': '''
// using Gone = pallet_gone::Pallet<struct GoneConfig>;
using System = frame_system::Pallet<struct SystemConfig>;
using Balances =
    pallet_balances::Pallet<struct BalancesConfig>;
using Currency = pallet_balances::Currency<struct BalancesConfig>;  ///< Balances
using Counter = pallet_counter::Pallet<struct CounterConfig>;
using PriceFeed = pallet_price_feed::Pallet<struct PriceFeedConfig>;
using Places = sdk::Places<sdk::At<0, System>, sdk::At<1, Balances>>;
''',
    'chain/runtime/common.hpp': '''
#include "runtime/pallets.hpp"
namespace serinus::mine {
template <class Config>
struct Common {
    using System = mine::System;
};
constexpr uint32_t kLimit = 7;
template <class C>
using Spender = sdk::Spender<C, Currency>;
}  // namespace serinus::mine
''',
    'chain/runtime/config/accounts.hpp': '''
#include "runtime/common.hpp"
namespace serinus::mine {
/// Counter counts.
struct SystemConfig : Common<SystemConfig> {};
struct BalancesConfig : Common<BalancesConfig> { static constexpr Constants kConstants{.Counter = 1}; };
}
''',
    'chain/runtime/config/own.hpp': '''
#include "runtime/common.hpp"
namespace serinus::mine {
struct CounterConfig : Common<CounterConfig> {
    using PriceFeed = sdk::List<>;
    using Pays = Spender<sdk::Root>;
};
struct PriceFeedConfig {
    static constexpr uint32_t kMax = CounterConfig::kMax;
};
}
''',
    'chain/runtime/api.hpp': '#include "runtime/pallets/balances/api.hpp"\n#include "pallets/counter/api.hpp"\n',
    'chain/pallets/counter/api.ipp': '',
}


class Composing(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = Path(self.folder.name)
        for name, text in FILES.items():
            self.write(name, text)

    def tearDown(self):
        self.folder.cleanup()

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def composed(self, **other):
        arguments = dict(namespace='mine', runtime=self.root / 'chain/runtime', root=self.root / 'chain',
                         sdk=self.root / 'sdk', output=self.root / 'made', pallets=[self.root / 'chain/pallets'], united=0,
                         alone=[])
        compose.Composition(types.SimpleNamespace(**(arguments | other))).write()
        return {path.name: path.read_text() for path in (self.root / 'made').iterdir()}

    def test_a_source_includes_what_its_configuration_names(self):
        made = self.composed()
        self.assertEqual(made['system.cpp'], '''#include "runtime/config/accounts.hpp"
#include "runtime/pallets/system/system.hpp"
#include "runtime/pallets/system/system.ipp"

SERINUS_PALLET(serinus::frame_system::Pallet<serinus::mine::SystemConfig>)
''')
        # By what it inherits, and by what it takes from a header of the composition.
        self.assertIn('accounts.hpp', made['counter.cpp'])
        # The names of aliases and of fields are none of pallets.
        self.assertNotIn('own.hpp', made['balances.cpp'])
        self.assertEqual(made['price_feed.cpp'].count('#include'), 3)

    def test_a_currency_is_defined_beside_its_pallet(self):
        self.assertIn('template struct serinus::pallet_balances::Currency<serinus::mine::BalancesConfig>;\n',
                      self.composed()['balances.cpp'])

    def test_bodies_of_apis_stand_beside_their_headers(self):
        made = self.composed()['composition.cmake']
        self.assertIn('set(includes_apis [[\n#include "pallets/counter/api.ipp"\n]])', made)
        self.assertIn('set(includes_runtime [[\n#include "runtime/runtime.hpp"\n]])', made)
        self.assertIn('set(pallets System Balances Counter PriceFeed)', made)

    def test_a_configuration_in_no_folder_takes_the_whole_runtime(self):
        self.write('chain/runtime/config/own.hpp', 'namespace serinus::mine { struct PriceFeedConfig {}; }')
        self.assertIn('#include "runtime/runtime.hpp"\n', self.composed()['counter.cpp'])

    def test_neighbours_share_a_source_while_it_is_small(self):
        made = self.composed(united=12000, alone=['Counter'])
        self.assertEqual(made['system_and_others.cpp'], '#include "system.cpp"\n#include "balances.cpp"\n')
        self.assertNotIn('counter_and_others.cpp', made)
        self.assertNotIn('system_and_others.cpp', self.composed(united=8000)['composition.cmake'])

    def test_what_is_missing_is_said(self):
        self.write('chain/runtime/pallets.hpp', 'using None = pallet_none::Pallet<struct NoneConfig>;')
        with self.assertRaisesRegex(compose.Complaint, 'bodies of the pallet None are expected in none.ipp'):
            self.composed()
        self.write('chain/runtime/pallets.hpp', '')
        with self.assertRaisesRegex(compose.Complaint, 'has no line such as'):
            self.composed()


if __name__ == '__main__':
    unittest.main()
