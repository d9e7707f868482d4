import { render } from 'preact';
import { App } from './app.tsx';
import { currentLanguage } from './i18n/t.ts';
import './style/base.css';
import './style/frame.css';
import './style/list.css';
import './style/case.css';

document.documentElement.lang = currentLanguage();
const root = document.getElementById('app');
if (root) render(<App />, root);
